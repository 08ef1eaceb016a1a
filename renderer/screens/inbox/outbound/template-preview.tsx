import type { Template, TemplateValues } from '../../../../shared/domain/template.ts';
import type { DraftFile } from '../../../../shared/contract/ipc/composer.ts';
import { fillTemplate } from '../../../../shared/template/fill-template.ts';
import { KindIcon } from '../attachments/kind-icon.tsx';
import { templateWords as words } from './template-words.ts';

/** The template as the customer will see it. */
export function TemplatePreview({ template, values, file }: { readonly template: Template; readonly values: TemplateValues; /** What it begins with; null while none is chosen. */ readonly file: DraftFile | null }) {
  const { header, body, footer, buttons } = fillTemplate(template, values);
  return (
    <figure className="template-preview" lang={template.language.replace('_', '-')}>
      <figcaption className="template-caption" lang={document.documentElement.lang}>
        {words.preview}
      </figcaption>
      {template.media !== undefined && (
        <p className="template-media" lang={document.documentElement.lang}>
          <KindIcon mediaType={file?.mediaType ?? template.media} />
          {file?.name ?? words.media[template.media]}
        </p>
      )}
      {header !== null && header !== '' && (
        <p className="template-header" dir="auto">
          {header}
        </p>
      )}
      <p className="template-body" dir="auto">
        {body}
      </p>
      {footer !== null && (
        <p className="template-footer" dir="auto">
          {footer}
        </p>
      )}
      {buttons.map(({ text, url, code }) => (
        <p key={`${text} ${url ?? code ?? ''}`} className="template-button">
          <span>{text}</span>
          {(url ?? code) !== null && <span className="template-url">{url ?? code}</span>}
        </p>
      ))}
    </figure>
  );
}
