/** Makes libvirt pass arguments on: declares the namespace or moves the block. Undefined for one argument alone. */
import { isDomain, QEMU_NAMESPACE } from '../../invocation/from-domain-xml.ts';
import type { IgnoredArguments } from '../../invocation/invocation.ts';
import type { XmlAttribute, XmlDocument, XmlElement } from '../../syntax/xml/tree.ts';
import type { Edit } from '../../text/edit.ts';
import { spanOf } from '../../text/mapped-text.ts';
import { type Span, sameSpan } from '../../text/span.ts';
import { wholeLines } from '../whole-lines.ts';

interface Placed {
  readonly element: XmlElement;
  readonly around: readonly XmlElement[];
}

export function passOn(
  source: string,
  document: XmlDocument,
  { at, reason }: IgnoredArguments,
): readonly Edit[] | undefined {
  const placed = findBlock(document, at);
  // libvirt ignores nested domains.
  const domain = placed?.around.findLast(isDomain);
  if (placed === undefined || domain === undefined) return undefined;
  return reason === 'namespace'
    ? declare(placed.element, domain)
    : move(source, placed.element, domain);
}

function findBlock(document: XmlDocument, at: Span): Placed | undefined {
  const pending: Placed[] = document.elements.map((element) => ({ element, around: [] }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { element, around } = next;
    if (sameSpan(element.startTagAt, at) && element.name.local === 'commandline') return next;
    for (const child of element.children) {
      if (child.at.start > at.start || child.at.end < at.end) continue;
      pending.push({ element: child, around: [element, ...around] });
    }
  }
  return undefined;
}

/** Binds the block's prefix, or its default namespace, to libvirt's. */
function declare(block: XmlElement, domain: XmlElement): readonly Edit[] | undefined {
  const { prefix, namespace } = block.name;
  const written = prefix === undefined ? 'xmlns' : `xmlns:${prefix}`;
  if (namespace === undefined) return [declaredAt(prefix === undefined ? block : domain, written)];
  const own = declaration(block, prefix);
  const of = own ? block : domain;
  const attribute = own ?? declaration(domain, prefix);
  if (attribute === undefined || usesOf(of, prefix) > usesOf(block, prefix)) return undefined;
  return [{ at: spanOf(attribute.value), text: QEMU_NAMESPACE }];
}

function declaration(
  { attributes }: XmlElement,
  prefix: string | undefined,
): XmlAttribute | undefined {
  return attributes.find(({ name }) =>
    prefix === undefined
      ? name.prefix === undefined && name.local === 'xmlns'
      : name.prefix === 'xmlns' && name.local === prefix,
  );
}

function usesOf(outer: XmlElement, prefix: string | undefined): number {
  let count = 0;
  const pending = [outer];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    if (element.name.prefix === prefix) count++;
    pending.push(...element.children);
  }
  return count;
}

/** A namespace declaration after the last attribute or the name. */
export function declaredAt({ attributes, name }: XmlElement, written: string): Edit {
  const { end } = attributes.at(-1)?.at ?? name.at;
  return { at: { start: end, end }, text: ` ${written}='${QEMU_NAMESPACE}'` };
}

/** Moves the block with its lines to the end of its domain, where its prefix must be bound. */
function move(source: string, block: XmlElement, domain: XmlElement): readonly Edit[] | undefined {
  const { prefix } = block.name;
  if (declaration(block, prefix) === undefined && declaration(domain, prefix) === undefined) {
    return undefined;
  }
  const endTag = source.lastIndexOf('</', domain.at.end);
  if (endTag < block.at.end) return undefined;
  const lines = wholeLines(source, block.at) ?? block.at;
  const endLine = source.lastIndexOf('\n', endTag) + 1;
  const text = source.slice(lines.start, lines.end);
  const place =
    text.endsWith('\n') && source.slice(endLine, endTag).trim() === '' ? endLine : endTag;
  return [
    { at: lines, text: '' },
    { at: { start: place, end: place }, text },
  ];
}
