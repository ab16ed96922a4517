/** Writes text where a host replaces expressions in it before anybody reads it: `${{ … }}` of a workflow. */
import { type Encode, type Encodings, type LayerPart, writtenIn } from '../../text/encoding.ts';

/**
 * Whose expressions they are: `github`: `${{ inputs.port }}`; `compose`: `${PORT:-4444}`, where a dollar is written
 * twice; `kubernetes`: `$(PORT)`; `jinja`: `{{ port }}` and `{% if … %}`; `any` where nobody knows, which are those of
 * GitHub and Jinja; `bitbake`: `${PORT}`, and `@PORT@` of `runqemu`.
 */
export type TemplateStyle = 'github' | 'compose' | 'kubernetes' | 'jinja' | 'any' | 'bitbake';

/** What text has to be without, since it would begin an expression. */
const BEGINS: Readonly<Record<TemplateStyle, RegExp>> = {
  github: /\$\{\{/,
  compose: /(?!)/,
  kubernetes: /(?!)/,
  jinja: /\{[{%#]/,
  any: /\$\{\{|\{[{%#]/,
  bitbake: /\$\{|@[A-Z_]+@/,
};

const ESCAPED: Readonly<Partial<Record<TemplateStyle, readonly [RegExp, string]>>> = {
  compose: [/\$/g, '$$$$'],
  kubernetes: [/\$(?=\(|\$)/g, '$$$$'],
};

function encodeAs(style: TemplateStyle): Encode {
  const write = (text: string): string => {
    const [pattern, instead] = ESCAPED[style] ?? [];
    return pattern && instead !== undefined ? text.replace(pattern, instead) : text;
  };
  return (parts, _from, _to, { level }) => {
    const encoded: LayerPart[] = [];
    for (const part of parts) {
      if (part.kind === 'source' && part.level < level) encoded.push(part);
      else if (part.kind === 'source') encoded.push({ kind: 'text', text: part.source });
      else if (BEGINS[style].test(part.text)) return undefined;
      else encoded.push({ kind: 'text', text: write(part.text) });
    }
    // Half of what begins one may stand in front of the other half.
    const whole = encoded.map((part) => (part.kind === 'text' ? part.text : '\0')).join('');
    return /^\{|[${]$/.test(whole) ? undefined : encoded;
  };
}

function encoding(style: TemplateStyle): Encodings {
  const id = `template-${style}`;
  return writtenIn({ id, notation: 'template', expands: true, encode: encodeAs(style) });
}

/** How text is written where the expressions of each style are replaced. */
export const TEMPLATE: Readonly<Record<TemplateStyle, Encodings>> = {
  github: encoding('github'),
  compose: encoding('compose'),
  kubernetes: encoding('kubernetes'),
  jinja: encoding('jinja'),
  any: encoding('any'),
  bitbake: encoding('bitbake'),
};
