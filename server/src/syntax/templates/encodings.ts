/** Encodes text where a host expands expressions first: `${{ … }}` of a workflow. */
import { type Encode, encodeEach, writtenInEach } from '../../text/encoding.ts';

const BEGINS: Readonly<Record<string, RegExp>> = {
  github: /\$\{\{/,
  jinja: /\{[{%#]/,
  just: /\{\{/,
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
  // Parts may form an opening only together.
  const whole = encoded.map((part) => (part.kind === 'text' ? part.text : '\0')).join('');
  return /^\{|[${]$/.test(whole) ? undefined : encoded;
};

/** `github`: `${{ x }}`; `compose`: `${X:-1}`; `kubernetes`: `$(X)`; `jinja`: `{{ x }}`, `{% if %}`; `just`: `{{ x }}`; `bitbake`: `@X@`. */
export const TEMPLATE = writtenInEach(
  ['github', 'compose', 'kubernetes', 'jinja', 'just', 'any', 'bitbake'],
  { notation: 'template', expands: true, encode },
);

/** The owner of the expressions. */
export type TemplateStyle = keyof typeof TEMPLATE;
