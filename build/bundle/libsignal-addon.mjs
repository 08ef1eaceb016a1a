// libsignal is ESM and finds its addon by `import.meta.dirname`, which a CommonJS bundle has not. Its JavaScript is
// bundled; this one expression is replaced by a lookup of the package, beside which the addon lies.
const expression = 'import.meta.dirname';
const replacement = `require('node:path').join(require('node:path').dirname(require.resolve('@signalapp/libsignal-client/package.json')), 'dist')`;

export function libsignalAddon() {
  return {
    name: 'sealdesk:libsignal-addon',
    enforce: 'pre',
    transform(code, id) {
      if (!/@signalapp[\\/]libsignal-client[\\/]dist[\\/]Native\.js$/.test(id)) return null;
      const found = code.split(expression).length - 1;
      if (found !== 1) {
        throw new Error(`libsignal's Native.js holds ${expression} ${found} times, not once: look at the new version and adapt ${import.meta.url}`);
      }
      return { code: code.replace(expression, replacement), map: null };
    },
  };
}
