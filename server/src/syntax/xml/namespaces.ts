/**
 * Which URI a prefix stands for at the place that the reader has come to (Namespaces in XML 1.0 §6).
 * Kept as one stack per prefix, so that a lookup costs the same however deep the element is.
 */
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { XmlName } from './tree.ts';

/** An attribute whose name is not resolved yet, since the declaration it needs may follow it. */
export interface WrittenAttribute {
  readonly writtenName: string;
  readonly nameAt: Span;
  readonly value: MappedText;
  readonly at: Span;
}

/** The bindings in scope: for each prefix (empty for the default namespace) the URIs, innermost last. */
export type NamespaceScope = Map<string, string[]>;

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** The scope outside every element: only `xml` has a meaning. */
export function outermostScope(): NamespaceScope {
  return new Map([['xml', [XML_NAMESPACE]]]);
}

/**
 * Opens the declarations of a start tag and returns the prefixes that `leaveScope` must close again.
 * One that §3 or §5 forbids declares nothing: in `<q:a xmlns:q=''>` the `q` keeps its meaning. So reads
 * libxml2 (`xmlParseStartTag2` of its parser.c), which libvirt uses.
 */
export function enterScope(
  scope: NamespaceScope,
  attributes: readonly WrittenAttribute[],
): readonly string[] {
  const declared: string[] = [];
  for (const { writtenName, value } of attributes) {
    const prefix = declaredPrefix(writtenName);
    if (prefix === undefined || !mayDeclare(prefix, value.decoded)) continue;
    const bindings = scope.get(prefix);
    if (bindings) bindings.push(value.decoded);
    else scope.set(prefix, [value.decoded]);
    declared.push(prefix);
  }
  return declared;
}

/** `qemu` for `xmlns:qemu`, empty for `xmlns`, undefined for an attribute that declares nothing. */
function declaredPrefix(writtenName: string): string | undefined {
  if (writtenName === 'xmlns') return '';
  return writtenName.startsWith('xmlns:') ? writtenName.slice('xmlns:'.length) : undefined;
}

function mayDeclare(prefix: string, uri: string): boolean {
  if (prefix === 'xml' || prefix === 'xmlns') return false;
  if (uri === XML_NAMESPACE || uri === XMLNS_NAMESPACE) return false;
  return uri !== '' || prefix === '';
}

/** Closes the declarations that `enterScope` opened. */
export function leaveScope(scope: NamespaceScope, declared: readonly string[]): void {
  for (const prefix of declared) scope.get(prefix)?.pop();
}

/**
 * The name that is written at `at`. Without a prefix an element is in the default namespace and an
 * attribute in none (§6.2). A colon at either edge divides nothing.
 */
export function resolveName(
  scope: NamespaceScope,
  writtenName: string,
  at: Span,
  of: 'element' | 'attribute',
): XmlName {
  const colon = writtenName.indexOf(':');
  if (colon > 0 && colon < writtenName.length - 1) {
    const prefix = writtenName.slice(0, colon);
    const local = writtenName.slice(colon + 1);
    return { prefix, local, namespace: boundTo(scope, prefix), at };
  }
  const namespace = of === 'element' ? boundTo(scope, '') : undefined;
  return { prefix: undefined, local: writtenName, namespace, at };
}

function boundTo(scope: NamespaceScope, prefix: string): string | undefined {
  // An empty URI takes the default namespace back.
  return scope.get(prefix)?.at(-1) || undefined;
}
