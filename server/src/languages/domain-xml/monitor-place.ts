import {
  isDomain,
  isQemu,
  lowerDomainXml,
  mayHoldDomain,
  nameOf,
  QEMU_NAMESPACE,
} from '../../invocation/from-domain-xml.ts';
import type { NewOption } from '../../qemu/change/change.ts';
import { proposeInWord } from '../../qemu/completion/word-proposals.ts';
import { buildMachine } from '../../qemu/machine/build-machine.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import type { QemuVersion } from '../../qemu/options/version.ts';
import { XML } from '../../syntax/xml/encodings.ts';
import { readXml } from '../../syntax/xml/reader.ts';
import type { XmlDocument, XmlElement } from '../../syntax/xml/tree.ts';
import { LIMITS } from '../../text/limits.ts';
import { knownText } from '../../text/mapped-text.ts';
import { sameSpan } from '../../text/span.ts';
import { endOf, markText, openQuote } from '../marked-text.ts';
import { joinStopped } from '../placeholders.ts';
import type { FreePlace, MonitorPlace, PartsWriter, Repair, StoppedText } from '../support.ts';
import { declaredAt } from './passed-on.ts';

const BEGUN = /(?:<|(?<![\w:.-]))[\w:.-]*$/;

/** A cursor between elements of a domain or its argument block. */
export function placeInDomain(place: FreePlace): MonitorPlace | undefined {
  const { text, offset, version } = place;
  const [begun = ''] =
    BEGUN.exec(text.slice(Math.max(0, offset - LIMITS.combinations), offset)) ?? [];
  const start = offset - begun.length;
  if (/^\w/.test(text.slice(offset, offset + 1)) || !isBehindTag(text, start)) return undefined;
  if (!mayHoldDomain(text)) return undefined;
  // Without the half-typed tag the rest can be read.
  const blank = text.slice(0, start) + ' '.repeat(begun.length) + text.slice(offset);
  const document = readXml(blank);
  const around = elementsAround(document, blank, start);
  const [inner] = around;
  const domain = around.find((one) => isDomain(one) && one.name.prefix === undefined);
  if (inner === undefined || domain === undefined) return undefined;
  const isBlock = isQemu(inner, 'commandline');
  if (!isBlock && inner !== domain) return undefined;
  // The existing block is the place.
  if (!isBlock && domain.children.some((child) => isQemu(child, 'commandline'))) return undefined;
  if (isBlock && !mayBeOption(version, blank, start, inner)) return undefined;
  const machine = machineOf(version, document, domain);
  const prefix = prefixOf(domain) ?? 'qemu';
  const also =
    isBlock || prefixOf(domain) !== undefined ? [] : [declaredAt(domain, `xmlns:${prefix}`)];
  const inFront = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const margin = inFront.trim() === '' ? inFront : '';
  const own = isBlock ? (inner.name.prefix ?? '') : prefix;
  const tag = isBlock ? 'arg' : 'commandline';
  return {
    machine,
    name: machine.name ?? nameOf(domain),
    at: { start, end: offset },
    also,
    filter: (recipe) => `<${own === '' ? '' : `${own}:`}${tag} ${recipe.words}`,
    write: ({ options }, parts) => {
      const frame = { prefix: own, margin: isBlock ? margin : `${margin}  ` };
      const written = writeElements(parts, options, frame);
      return written === undefined || isBlock ? written : inBlock(written, prefix, margin);
    },
  };
}

function isBehindTag(text: string, place: number): boolean {
  let end = place;
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end--;
  return text[end - 1] === '>';
}

/** Whether an argument would not be the value of the option before it. */
function mayBeOption(
  version: QemuVersion | undefined,
  text: string,
  place: number,
  { name: { prefix } }: XmlElement,
): boolean {
  const tag = prefix === undefined ? 'arg' : `${prefix}:arg`;
  const { mark } = markText(text, place, []);
  const argument = `<${tag} value='${mark}'/>`;
  const document = readXml(text.slice(0, place) + argument + text.slice(place));
  return lowerDomainXml(document).some((invocation) => {
    const word = invocation.words.find((candidate) => candidate.value.decoded === mark);
    if (word === undefined) return false;
    const machine = buildMachine(invocation, version);
    return proposeInWord([machine], word, 0)?.isOption === true;
  });
}

/** The elements around a place, innermost first; none inside tags and comments. */
function elementsAround(
  { elements, comments }: XmlDocument,
  text: string,
  place: number,
): readonly XmlElement[] {
  if (comments.some(({ at }) => at.start < place && place < at.end)) return [];
  const outermost: XmlElement[] = [];
  let level = elements;
  for (;;) {
    const element = level.find(({ at }) => at.start < place && place < at.end);
    if (element === undefined) break;
    const { at, startTagAt, children } = element;
    const endTag = text.lastIndexOf('</', at.end - 1);
    if (place < startTagAt.end || (endTag >= startTagAt.end && place > endTag)) return [];
    outermost.push(element);
    level = children;
  }
  const around = outermost.toReversed();
  const [inner] = around;
  // CDATA has no markup.
  return inner && text.lastIndexOf('<![CDATA[', place) > text.lastIndexOf(']]>', place)
    ? []
    : around;
}

function prefixOf({ attributes }: XmlElement): string | undefined {
  const own = attributes.find(({ name, value }) => {
    return name.prefix === 'xmlns' && knownText(value) === QEMU_NAMESPACE;
  });
  return own?.name.local;
}

function machineOf(
  version: QemuVersion | undefined,
  document: XmlDocument,
  domain: XmlElement,
): Machine {
  const block = domain.children.find((child) => isQemu(child, 'commandline'));
  const lowered = lowerDomainXml(document).find(({ programAt }) => {
    return block !== undefined && sameSpan(programAt, block.startTagAt);
  });
  const none = {
    kind: 'argv',
    program: 'system',
    programAt: domain.startTagAt,
    words: [],
  } as const;
  const invocation = lowered ?? { ...none, partial: 'libvirt', name: nameOf(domain) };
  return buildMachine(invocation, version);
}

interface Frame {
  readonly prefix: string;
  readonly margin: string;
}

/** An element for each word: the first at the cursor, others on their own lines. */
function writeElements(
  parts: PartsWriter,
  options: readonly NewOption[],
  { prefix, margin }: Frame,
): StoppedText | undefined {
  const start = `<${prefix === '' ? 'arg' : `${prefix}:arg`} value='`;
  const items: (string | StoppedText | undefined)[] = [];
  for (const { name, value } of options) {
    const own = [{ kind: 'text', text: name } as const];
    for (const word of [own, value]) {
      items.push(items.length === 0 ? start : `\n${margin}${start}`);
      items.push(parts(word, XML['attribute-single'], XML['attribute-single']), "'/>");
    }
  }
  return joinStopped(items);
}

function inBlock(written: StoppedText, prefix: string, margin: string): StoppedText | undefined {
  const head = `<${prefix}:commandline>\n${margin}  `;
  return joinStopped([head, written, `\n${margin}</${prefix}:commandline>`]);
}

const XML_TAIL = /(?:(?!\/>)[^\s<>'"])*/y;

/** Whether a place is outside attribute values, where arguments are. */
export function isInNoValue(text: string, offset: number): boolean {
  return !/["']/.test(text.slice(Math.max(0, text.lastIndexOf('<', offset - 1)), offset));
}

/** The rest of a tag whose attribute's value is open. */
export function xmlRepairs(text: string, offset: number): readonly Repair[] {
  const tag = text.lastIndexOf('<', offset - 1);
  if (tag === -1 || text.lastIndexOf('>', offset - 1) > tag) return [];
  const quote = openQuote(text.slice(tag, offset));
  return quote === '' ? [] : [[{ at: endOf(XML_TAIL, text, offset), text: `${quote}/>` }]];
}
