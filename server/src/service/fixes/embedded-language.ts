/**
 * Spells text in a config file or a domain that stands inside a script, such as the here-document of
 * `cat >vm.cfg <<EOF`: the inner language spells it first, and what it gives is text for the shells around.
 */
import { spellReadConfig } from '../../syntax/readconfig/spell.ts';
import { OTHER_LANGUAGE, readAs, readingsOf } from '../../syntax/shell/nesting.ts';
import { spellShell } from '../../syntax/shell/spell.ts';
import { plain, type Speller, type Template } from '../../syntax/speller.ts';
import { spellXml } from '../../syntax/xml/spell.ts';

/** A language inside a script. */
export interface EmbeddedLanguage {
  readonly id: 'readconfig' | 'domain-xml' | 'args';
  /** Whether the shell around it replaces `$NAME`, as it does unless a here-document's delimiter is quoted. */
  readonly expands: boolean;
  readonly spell: Speller;
}

const CONFIG_CONTEXTS: ReadonlySet<string> = new Set(['quoted', 'quoted-id', 'bare-key']);
const XML_CONTEXTS: ReadonlySet<string> = new Set(['attribute-double', 'attribute-single', 'text']);

/** How `virt-install` divides the arguments that it passes on (`shlex.split` of Python). */
const SHLEX_CONTEXTS: ReadonlySet<string> = new Set(['shlex', 'shlex-single', 'shlex-double']);

/** The language whose text has a context; undefined for text of the script itself. */
export function languageInside(context: string): EmbeddedLanguage | undefined {
  const readings = readingsOf(context);
  const inner = readings.at(-1) ?? '';
  if (readings.length < 2) return undefined;
  const expands = readings.at(-2) === 'here-document';
  if (CONFIG_CONTEXTS.has(inner)) {
    return { id: 'readconfig', expands, spell: around(insideConfig) };
  }
  if (SHLEX_CONTEXTS.has(inner)) return { id: 'args', expands: false, spell: around(insideShlex) };
  return XML_CONTEXTS.has(inner)
    ? { id: 'domain-xml', expands, spell: around(insideXml) }
    : undefined;
}

/** Where the value of a line stands whose key has a context: `host = ""` has no character to tell. */
export function valueContextBeside(keyContext: string): string {
  return readingsOf(keyContext).length < 2 ? 'quoted' : readAs(keyContext, 'quoted');
}

/** Spells in the inner language, then in the shells around it. */
function around(
  inside: (template: Template, from: string, to: string) => Template | undefined,
): Speller {
  return (template, from, to) => {
    const [first, last] = [from, to].map((context) => readingsOf(context).at(-1) ?? '');
    const inner = inside(template, first ?? '', last ?? '');
    return inner && spellShell(inner, readAs(from, OTHER_LANGUAGE), readAs(to, OTHER_LANGUAGE));
  };
}

/** Between quotes a config file has no escapes, so that text stays itself or cannot be held. */
function insideConfig(template: Template, from: string, to: string): Template | undefined {
  const text = template.map((part) => (part.kind === 'text' ? part.text : 'x')).join('');
  return spellReadConfig(plain(text), from, to) === text ? template : undefined;
}

/** What is the same in all of its quotes and outside of them; nothing expands. */
function insideShlex(template: Template, from: string, to: string): Template | undefined {
  const isPlain = template.every((part) => {
    return part.kind === 'text' && /^[A-Za-z0-9_@%+=:,./-]*$/.test(part.text);
  });
  return isPlain && from === to ? template : undefined;
}

function insideXml(template: Template, from: string, to: string): Template | undefined {
  const parts: Template[number][] = [];
  for (const part of template) {
    const text = part.kind === 'text' ? spellXml(plain(part.text), from, to) : undefined;
    if (part.kind === 'text' && text === undefined) return undefined;
    parts.push(text === undefined ? part : { kind: 'text', text });
  }
  return parts;
}
