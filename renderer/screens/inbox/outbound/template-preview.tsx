import type { Template, TemplateValues } from '../../../../shared/domain/template.ts';
import { fillTemplate } from '../../../../shared/template/fill-template.ts';
import { templateWords as words } from './template-words.ts';

/** The template as the customer will see it. */
export function TemplatePreview({ template, values }: { readonly template: Template; readonly values: TemplateValues }) {
  const { header, body, footer, buttons } = fillTemplate(template, values);
  return (
    <figure className="template-preview" lang={template.language.replace('_', '-')}>
      <figcaption className="template-caption" lang="en">
        {words.preview}
      </figcaption>
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
      {buttons.map(({ text, url }) => (
        <p key={`${text} ${url ?? ''}`} className="template-button">
          <span>{text}</span>
          {url !== null && <span className="template-url">{url}</span>}
        </p>
      ))}
    </figure>
  );
}
