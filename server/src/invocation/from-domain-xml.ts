/**
 * Finds the QEMU arguments that a libvirt domain passes through: the `arg` elements of its
 * `commandline` blocks in libvirt's QEMU namespace.
 *
 * It follows `qemuDomainDefNamespaceParse` of libvirt's src/qemu/qemu_domain.c, which asks for
 * `./qemu:commandline/qemu:arg` below the domain: any prefix will do, several blocks add up, and what
 * stands elsewhere or in another namespace is dropped without a word. `test/oracle` asks a real libvirt.
 */
import type { XmlAttribute, XmlDocument, XmlElement, XmlName } from '../syntax/xml/tree.ts';
import { knownText } from '../text/mapped-text.ts';
import type {
  ArgvInvocation,
  IgnoredArguments,
  IgnoredInvocation,
  Invocation,
  Word,
} from './invocation.ts';

/** The namespace of libvirt's QEMU passthrough, https://libvirt.org/drvqemu.html */
export const QEMU_NAMESPACE = 'http://libvirt.org/schemas/domain/qemu/1.0';

/** What may hold a domain besides the document itself: snapshots, checkpoints, status files, lists. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'domainsnapshot',
  'domaincheckpoint',
  'domstatus',
  'domains',
]);

/** Whether an element is called as a domain; `inactiveDomain` is the second one of a snapshot, with the same content. */
export function isDomain({ name }: XmlElement): boolean {
  return name.local === 'domain' || name.local === 'inactiveDomain';
}

/** Whether a text may have a domain, as a look at its characters tells: of most XML that is opened it has none. */
export function mayHoldDomain(text: string): boolean {
  return /[dD]omain/.test(text);
}

/** Other drivers' blocks of the same name, which the QEMU driver rightly leaves alone. */
const FOREIGN_NAMESPACES: ReadonlySet<string> = new Set([
  'http://libvirt.org/schemas/domain/bhyve/1.0',
  'http://libvirt.org/schemas/domain/xen/1.0',
  'http://libvirt.org/schemas/domain/lxc/1.0',
]);

/** The types of domain that libvirt's QEMU driver starts. */
const QEMU_TYPES: ReadonlySet<string> = new Set(['hvf', 'kqemu', 'kvm', 'qemu']);

/**
 * The passthrough arguments of every domain in the document, one invocation a domain. A domain without a
 * block yields none; an `arg` whose value is missing or half-typed costs only itself.
 */
export function lowerDomainXml(document: XmlDocument): readonly ArgvInvocation[] {
  return findDomains(document).flatMap((domain) => lowerDomain(domain) ?? []);
}

/**
 * libvirt knows the element at the top by its local name alone, whatever namespace a prefix stands for,
 * and everything of its own below by a path without namespaces.
 */
function findDomains(document: XmlDocument): readonly XmlElement[] {
  const domains: XmlElement[] = [];
  const pending = document.elements.filter(isNamed).reverse();
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    if (isDomain(element)) domains.push(element);
    else if (CONTAINERS.has(element.name.local)) {
      for (const child of element.children.toReversed()) {
        if (hasNoNamespace(child)) pending.push(child);
      }
    }
  }
  return domains;
}

/** Whether the element's local name is its name: a prefix that nobody declared stays a part of it. */
function isNamed({ name }: { readonly name: XmlName }): boolean {
  return name.prefix === undefined || name.namespace !== undefined;
}

/** libvirt's own elements are in no namespace; a prefix, declared or not, makes them something else. */
function hasNoNamespace({ name }: XmlElement): boolean {
  return name.namespace === undefined && name.prefix === undefined;
}

/** Whether an element is called so in libvirt's namespace for QEMU. */
export function isQemu({ name }: XmlElement, local: string): boolean {
  return name.namespace === QEMU_NAMESPACE && name.local === local;
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
    partial: 'libvirt',
    name: nameOf(domain),
  };
}

function lowerArgument(element: XmlElement): Word | undefined {
  const value = isQemu(element, 'arg') ? element.attributes.find(isValue) : undefined;
  return value && { value: value.value, at: element.at, many: false };
}

/** libvirt asks libxml2 for the attribute by its local name, so that `qemu:value` is as good as `value`. */
function isValue(attribute: XmlAttribute): boolean {
  return attribute.name.local === 'value' && isNamed(attribute);
}

/** What `<name>` of a domain says. */
export function nameOf(domain: XmlElement): string | undefined {
  const element = domain.children.find(
    (child) => hasNoNamespace(child) && child.name.local === 'name',
  );
  // libvirt would add the text of elements inside, whose places between ours the tree does not keep.
  if (element === undefined || element.children.length > 0) return undefined;
  return knownText(element.text) || undefined;
}

/**
 * The blocks and arguments that libvirt silently drops, in source order: `<commandline>` without the
 * namespace, `<qemu:commandline>` with a prefix that nobody declared, or inside `<devices>`. Each holds
 * at least one `arg` element, and none stands inside another.
 *
 * Nothing is told of `<metadata>`, which belongs to other programs, of other drivers' blocks, of a
 * domain whose root is in a namespace, which may be no libvirt's, of one that another hypervisor runs, of a
 * document with a DOCTYPE, which can declare namespaces unseen, and of one that is not well-formed, which
 * libvirt refuses aloud.
 */
export function findIgnoredArguments(document: XmlDocument): readonly IgnoredArguments[] {
  if (document.doctypeAt !== undefined || document.problems.length > 0) return [];
  return findDomains(document).filter(hasNoNamespace).filter(mayBeQemu).flatMap(ignoredIn);
}

/** What `findIgnoredArguments` tells, as an invocation that starts nothing. None where all is passed on. */
export function lowerIgnoredArguments(document: XmlDocument): readonly IgnoredInvocation[] {
  const ignored = findIgnoredArguments(document);
  return ignored.length === 0 ? [] : [{ kind: 'ignored', arguments: ignored }];
}

/** Where a document declares entities, which may be arguments or addresses: they are not followed. */
export function lowerEntities(document: XmlDocument, source: string): readonly Invocation[] {
  const { doctypeAt: at } = document;
  if (at === undefined || !source.slice(at.start, at.end).includes('<!ENTITY')) return [];
  return findDomains(document).length > 0 ? [{ kind: 'unfollowed', at }] : [];
}

function mayBeQemu({ attributes }: XmlElement): boolean {
  const type = attributes.find(({ name }) => name.local === 'type' && name.prefix === undefined);
  const text = type && knownText(type.value);
  return text === undefined || QEMU_TYPES.has(text);
}

/** Where an element stands: directly inside the domain, directly inside a block that counts, elsewhere. */
type Place = 'domain' | 'block' | 'elsewhere';

function ignoredIn(domain: XmlElement): readonly IgnoredArguments[] {
  const ignored: IgnoredArguments[] = [];
  const pending: { readonly element: XmlElement; readonly place: Place }[] = [];
  const descend = (element: XmlElement, place: Place): void => {
    for (const child of element.children.toReversed()) pending.push({ element: child, place });
  };
  descend(domain, 'domain');
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { element, place } = next;
    const counts = place === 'domain' && isQemu(element, 'commandline');
    const reason = counts ? undefined : reasonOf(element, place);
    if (reason === undefined) {
      if (element.name.local !== 'metadata' || !hasNoNamespace(element))
        descend(element, counts ? 'block' : 'elsewhere');
    } else {
      const isArgument = element.name.local === 'arg';
      ignored.push({ at: isArgument ? element.at : element.startTagAt, reason });
    }
  }
  return ignored;
}

/** Why libvirt drops the element, if it is a block or an argument that looks as if it were passed on. */
function reasonOf(element: XmlElement, place: Place): IgnoredArguments['reason'] | undefined {
  const { local, namespace } = element.name;
  if (local === 'arg') {
    if (namespace === QEMU_NAMESPACE) return place === 'block' ? undefined : 'place';
    return place === 'block' ? 'namespace' : undefined;
  }
  if (local !== 'commandline' || !element.children.some(({ name }) => name.local === 'arg')) {
    return undefined;
  }
  if (namespace === QEMU_NAMESPACE) return 'place';
  return place === 'domain' && !FOREIGN_NAMESPACES.has(namespace ?? '') ? 'namespace' : undefined;
}
