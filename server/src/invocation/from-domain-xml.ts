/**
 * Finds the QEMU arguments that a libvirt domain passes through: the `arg` elements of its
 * `commandline` blocks in libvirt's QEMU namespace.
 *
 * It follows `qemuDomainDefNamespaceParse` of libvirt's src/qemu/qemu_domain.c, which asks for
 * `./qemu:commandline/qemu:arg` below the domain: any prefix will do, several blocks add up, and what
 * stands elsewhere or in another namespace is dropped without a word.
 */
import type { XmlAttribute, XmlDocument, XmlElement } from '../syntax/xml/tree.ts';
import { knownText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { ArgvInvocation, Word } from './invocation.ts';

/** The namespace of libvirt's QEMU passthrough, https://libvirt.org/drvqemu.html */
export const QEMU_NAMESPACE = 'http://libvirt.org/schemas/domain/qemu/1.0';

/** What may hold a domain besides the document itself: snapshots, checkpoints, status files, lists. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'domainsnapshot',
  'domaincheckpoint',
  'domstatus',
  'domains',
]);

/** `inactiveDomain` is the second definition of a snapshot, with the same content as `domain`. */
const DOMAINS: ReadonlySet<string> = new Set(['domain', 'inactiveDomain']);

/** Other drivers' blocks of the same name, which the QEMU driver rightly leaves alone. */
const FOREIGN_NAMESPACES: ReadonlySet<string> = new Set([
  'http://libvirt.org/schemas/domain/bhyve/1.0',
  'http://libvirt.org/schemas/domain/xen/1.0',
  'http://libvirt.org/schemas/domain/lxc/1.0',
]);

/**
 * The passthrough arguments of every domain in the document, one invocation a domain. A domain without a
 * block yields none; an `arg` whose value is missing or half-typed costs only itself.
 */
export function lowerDomainXml(document: XmlDocument): readonly ArgvInvocation[] {
  return findDomains(document).flatMap((domain) => lowerDomain(domain) ?? []);
}

function findDomains(document: XmlDocument): readonly XmlElement[] {
  const domains: XmlElement[] = [];
  const pending = document.elements.toReversed();
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    if (!hasNoNamespace(element)) continue;
    if (DOMAINS.has(element.name.local)) domains.push(element);
    else if (CONTAINERS.has(element.name.local)) {
      for (const child of element.children.toReversed()) pending.push(child);
    }
  }
  return domains;
}

/** libvirt's own elements are in no namespace; a prefix, declared or not, makes them something else. */
function hasNoNamespace(element: XmlElement): boolean {
  return element.name.namespace === undefined && element.name.prefix === undefined;
}

function isQemu(element: XmlElement, local: string): boolean {
  return element.name.namespace === QEMU_NAMESPACE && element.name.local === local;
}

function lowerDomain(domain: XmlElement): ArgvInvocation | undefined {
  const blocks = domain.children.filter((child) => isQemu(child, 'commandline'));
  const first = blocks[0];
  if (first === undefined) return undefined;
  return {
    kind: 'argv',
    program: 'system',
    programAt: first.startTagAt,
    words: blocks.flatMap((block) => block.children.flatMap((child) => lowerArgument(child) ?? [])),
    partial: true,
    name: nameOf(domain),
  };
}

function lowerArgument(element: XmlElement): Word | undefined {
  const value = isQemu(element, 'arg') ? element.attributes.find(isValue) : undefined;
  return value && { text: value.value, at: element.at, many: false };
}

/** libvirt asks libxml2 for the attribute by its local name, so that `qemu:value` is as good as `value`. */
function isValue({ name }: XmlAttribute): boolean {
  return name.local === 'value' && (name.prefix === undefined || name.namespace !== undefined);
}

function nameOf(domain: XmlElement): string | undefined {
  const element = domain.children.find(
    (child) => hasNoNamespace(child) && child.name.local === 'name',
  );
  return (element && knownText(element.text)) || undefined;
}

/** QEMU arguments in a domain that libvirt does not pass on. */
export interface IgnoredArguments {
  /** The start tag of the block, or the `arg` element that is in the wrong namespace. */
  readonly at: Span;
  /** `namespace`: not in the QEMU namespace; `place`: not directly inside the domain. */
  readonly reason: 'namespace' | 'place';
}

/**
 * The blocks and arguments that libvirt silently drops, in source order: `<commandline>` without the
 * namespace, `<qemu:commandline>` with a prefix that nobody declared, or inside `<devices>`.
 */
export function findIgnoredArguments(document: XmlDocument): readonly IgnoredArguments[] {
  return findDomains(document).flatMap((domain) => ignoredIn(domain));
}

function ignoredIn(domain: XmlElement): readonly IgnoredArguments[] {
  const ignored: IgnoredArguments[] = [];
  const pending = domain.children.toReversed().map((element) => ({ element, direct: true }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { element, direct } = next;
    if (isQemu(element, 'commandline') && direct) {
      for (const child of element.children) {
        if (child.name.local === 'arg' && !isQemu(child, 'arg')) {
          ignored.push({ at: child.at, reason: 'namespace' });
        }
      }
    } else if (isQemu(element, 'commandline')) {
      ignored.push({ at: element.startTagAt, reason: 'place' });
    } else if (direct && isNamedLikeABlock(element)) {
      ignored.push({ at: element.startTagAt, reason: 'namespace' });
    } else {
      for (const child of element.children.toReversed()) {
        pending.push({ element: child, direct: false });
      }
    }
  }
  return ignored;
}

function isNamedLikeABlock({ name }: XmlElement): boolean {
  return name.local === 'commandline' && !FOREIGN_NAMESPACES.has(name.namespace ?? '');
}
