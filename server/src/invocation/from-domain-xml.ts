/** QEMU arguments of libvirt domains, as `qemuDomainDefNamespaceParse` (src/qemu/qemu_domain.c) takes them. */
import type { XmlAttribute, XmlDocument, XmlElement, XmlName } from '../syntax/xml/tree.ts';
import { knownText } from '../text/mapped-text.ts';
import type {
  ArgvInvocation,
  IgnoredArguments,
  IgnoredInvocation,
  Invocation,
  Word,
} from './invocation.ts';
import { holdsMonitor } from './lists/mentions.ts';

/** https://libvirt.org/drvqemu.html */
export const QEMU_NAMESPACE = 'http://libvirt.org/schemas/domain/qemu/1.0';

/** Roots with domains: snapshots, checkpoints, status files, lists. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'domainsnapshot',
  'domaincheckpoint',
  'domstatus',
  'domains',
]);

/** `inactiveDomain` is the second one of a snapshot. */
export function isDomain({ name }: XmlElement): boolean {
  return name.local === 'domain' || name.local === 'inactiveDomain';
}

/** A cheap test without parsing. */
export function mayHoldDomain(text: string): boolean {
  return /[dD]omain/.test(text);
}

const FOREIGN_NAMESPACES: ReadonlySet<string> = new Set([
  'http://libvirt.org/schemas/domain/bhyve/1.0',
  'http://libvirt.org/schemas/domain/xen/1.0',
  'http://libvirt.org/schemas/domain/lxc/1.0',
]);

const QEMU_TYPES: ReadonlySet<string> = new Set(['hvf', 'kqemu', 'kvm', 'qemu']);

/** Lowers domains, one invocation each. A half-typed value loses its `arg` only. */
export function lowerDomainXml(document: XmlDocument): readonly ArgvInvocation[] {
  return findDomains(document).flatMap((domain) => lowerDomain(domain) ?? []);
}

/** Lowers a part of a domain: `<qemu:arg>` anywhere. */
export function lowerArguments({ elements }: XmlDocument): readonly ArgvInvocation[] {
  const words: Word[] = [];
  const pending = elements.toReversed();
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    pending.push(...element.children.toReversed());
    const value = element.attributes.find(({ name }) => name.local === 'value')?.value;
    if (/^(?:qemu:)?arg$/.test(element.name.local) && value) {
      words.push({ value, at: element.at, many: false });
    }
  }
  const programAt = words[0]?.at;
  if (programAt === undefined) return [];
  return [
    { kind: 'argv', program: 'system', programAt, words, partial: 'libvirt', name: undefined },
  ];
}

/** libvirt matches the root by local name, other elements only without namespace. */
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

/** An undeclared prefix belongs to the name. */
function isNamed({ name }: { readonly name: XmlName }): boolean {
  return name.prefix === undefined || name.namespace !== undefined;
}

function hasNoNamespace({ name }: XmlElement): boolean {
  return name.namespace === undefined && name.prefix === undefined;
}

/** Whether an element has this name in QEMU's namespace. */
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

/** libvirt accepts `qemu:value`, too. */
function isValue(attribute: XmlAttribute): boolean {
  return attribute.name.local === 'value' && isNamed(attribute);
}

/** The text of `<name>`; undefined if unknown. */
export function nameOf(domain: XmlElement): string | undefined {
  const element = domain.children.find(
    (child) => hasNoNamespace(child) && child.name.local === 'name',
  );
  // libvirt adds text of children, whose order is lost here.
  if (element === undefined || element.children.length > 0) return undefined;
  return knownText(element.text) || undefined;
}

/** Arguments that libvirt drops silently. Empty for other hypervisors, malformed documents, and a DOCTYPE. */
export function findIgnoredArguments(document: XmlDocument): readonly IgnoredArguments[] {
  if (document.doctypeAt !== undefined || document.problems.length > 0) return [];
  return findDomains(document).filter(hasNoNamespace).filter(mayBeQemu).flatMap(ignoredIn);
}

/** Makes an invocation of dropped arguments. */
export function lowerIgnoredArguments(document: XmlDocument): readonly IgnoredInvocation[] {
  const ignored = findIgnoredArguments(document);
  return ignored.length === 0 ? [] : [{ kind: 'ignored', arguments: ignored }];
}

/** An XML file with a monitor but no domain is unfollowed. */
export function lowerOtherXml(text: string): readonly Invocation[] {
  const at = { start: 0, end: text.length };
  return holdsMonitor(text) ? [{ kind: 'unfollowed', at }] : [];
}

/** Entities may have arguments and are not expanded. */
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

/** Undefined if libvirt takes the element. */
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
