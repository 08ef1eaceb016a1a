import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { utf8 } from '../../../shared/trust/bytes.ts';
import { writeSecretFile } from '../../store/durable-file.ts';

/** The files that commands read and write for IT: requests, certificates, passphrases. */
export class SecretMissingError extends SealdeskError<'secret-missing'> {}

export class FileError extends SealdeskError<'file-missing' | 'file-exists' | 'file-unfit'> {}

/** @throws FileError `file-missing` */
export function contentOf(file: string): string {
  if (!existsSync(file)) throw new FileError('file-missing', `There is no file ${file}.`);
  return readFileSync(file, 'utf8');
}

/** A passphrase: the file's text without the line break at its end. @throws FileError */
export function passphraseIn(file: string): string {
  return contentOf(file).replace(/\r?\n$/, '');
}

/** A secret in one line, from a file or the environment. @throws FileError, SecretMissingError */
export function secretFrom(file: string | undefined, variable: string, option: string): string {
  const value = file === undefined ? process.env[variable] : passphraseIn(file);
  if (value === undefined || value === '') throw new SecretMissingError('secret-missing', `Give ${option} with a file, or set ${variable} in the environment.`);
  return value.trim();
}

/** @param what such as "a hub's request", for the person. @throws FileError */
export function readAs<T extends z.ZodType>(file: string, schema: T, what: string): z.output<T> {
  const text = contentOf(file);
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new FileError('file-unfit', `${file} is not ${what}, or not a whole one.`, { cause });
  }
}

/** Refuses before the work is done whose result would have no place to go. @throws FileError `file-exists` */
export function refuseExisting(file: string): void {
  if (existsSync(file)) throw new FileError('file-exists', `There is a file ${file} already. Nothing was overwritten; choose another name.`);
}

/** @throws FileError `file-exists` */
export function writeNew(file: string, value: unknown): void {
  refuseExisting(file);
  writeSecretFile(resolve(file), utf8(`${JSON.stringify(value)}\n`));
}
