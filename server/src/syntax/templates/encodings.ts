/** Writes text where a host replaces expressions in it before anybody reads it: `${{ … }}` of a workflow. */
import { type Encode, encodeEach, writtenInEach } from '../../text/encoding.ts';

/** What text has to be without, since it would begin an expression. */
const BEGINS: Readonly<Record<string, RegExp>> = {
  github: /\$\{\{/,
  jinja: /\{[{%#]/,
  any: /\$\{\{|\{[{%#]/,
  bitbake: /\$\{|@[A-Z_]+@/,
};

const ESCAPED: Readonly<Record<string, readonly [RegExp, string]>> = {
  compose: [/\$/g, '$$$$'],
  kubernetes: [/\$(?=\(|\$)/g, '$$$$'],
};

const encode: Encode = (parts, { id: style }, _to, position) => {
  if (parts.some((part) => part.kind === 'text' && BEGINS[style]?.test(part.text)))
    return undefined;
  const [pattern, instead = ''] = ESCAPED[style] ?? [];
  const encoded = encodeEach(parts, position, (text, kind) =>
    kind === 'text' && pattern ? text.replace(pattern, instead) : text,
  );
  // Half of what begins one may stand in front of the other half.
  const whole = encoded.map((part) => (part.kind === 'text' ? part.text : '\0')).join('');
  return /^\{|[${]$/.test(whole) ? undefined : encoded;
};

/**
 * How text is written where the expressions of each style are replaced, by whose they are: `github`: `${{ inputs.port }}`;
 * `compose`: `${PORT:-4444}`, where a dollar is written twice; `kubernetes`: `$(PORT)`; `jinja`: `{{ port }}` and
 * `{% if … %}`; `any` where nobody knows, which are those of GitHub and Jinja; `bitbake`: `${PORT}`, and `@PORT@` of
 * `runqemu`.
 */
export const TEMPLATE = writtenInEach(
  ['github', 'compose', 'kubernetes', 'jinja', 'any', 'bitbake'],
  { notation: 'template', expands: true, encode },
);

/** Whose expressions they are. */
export type TemplateStyle = keyof typeof TEMPLATE;
