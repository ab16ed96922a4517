import { readYaml } from '../../syntax/yaml/reader.ts';
import { valueAt, type YamlMap, type YamlNode, type YamlScalar } from '../../syntax/yaml/tree.ts';
import { type Edit, lineEnding } from '../../text/edit.ts';
import { contains, type Span } from '../../text/span.ts';

const LOOPBACK = '127.0.0.1';
/** `[HOST:][PORT:]`, the container's port, the protocol. */
const SHORT = /^(?:(0\.0\.0\.0|127(?:\.\d+){3}):)?(?:[^:[\]]*:)?(\d+)(?:\/tcp)?$/;

/** Publishes a Compose port on 127.0.0.1. Undefined if not in a simple way. Why: docs/decisions/fix-safety.md */
export function publishOnLoopback(
  document: string,
  at: Span,
  port: string,
): readonly Edit[] | undefined {
  const own = readYaml(document).documents.find((node) => contains(node.at, at));
  const services = valueAt(own, 'services');
  if (services?.kind !== 'map') return undefined;
  const service = services.entries.find((entry) => contains(entry.at, at))?.value;
  const ports = valueAt(service, 'ports');
  // The host's network publishes nothing; a swarm publishes on all addresses.
  if (ports?.kind !== 'list' || ['network_mode', 'deploy'].some((key) => valueAt(service, key)))
    return undefined;
  const edits = ports.items.map(({ value }) => publishItem(document, value, port));
  const known = edits.flatMap((some) => some ?? []);
  return known.length > 0 && edits.every((some) => some !== undefined) ? known : undefined;
}

/** An item's edits: none if it has another port, undefined if that is unknown. */
function publishItem(
  document: string,
  item: YamlNode | undefined,
  port: string,
): readonly Edit[] | undefined {
  if (item?.kind === 'scalar') return publishShort(document, item, port);
  return item?.kind === 'map' ? publishLong(document, item, port) : undefined;
}

/** `"4444:4444"`, `0.0.0.0:4444:4444`, and `4444`, for which the host picks a port. */
function publishShort(
  document: string,
  { at, style, text }: YamlScalar,
  port: string,
): readonly Edit[] | undefined {
  const { decoded } = text();
  const start = at.start + (style.endsWith('quoted') ? 1 : 0);
  if (!document.startsWith(decoded, start)) return undefined;
  const [, host, target] = SHORT.exec(decoded) ?? [];
  if (target === undefined) return /\/(?:udp|sctp)$/.test(decoded) ? [] : undefined;
  if (target !== port || host?.startsWith('127')) return [];
  if (host) return [{ at: { start, end: start + host.length }, text: LOOPBACK }];
  const hasPort = decoded.includes(':');
  return [{ at: { start, end: start }, text: `${LOOPBACK}:${hasPort ? '' : ':'}` }];
}

/** `target: 4444` with `published: 4444`. */
function publishLong(document: string, item: YamlMap, port: string): readonly Edit[] | undefined {
  const wordOf = (key: string): string | undefined => {
    const value = valueAt(item, key);
    return value?.kind === 'scalar' ? value.text().decoded : undefined;
  };
  const target = wordOf('target');
  if (target === undefined || !/^\d+$/.test(target)) return undefined;
  if (target !== port || (wordOf('protocol') ?? 'tcp') !== 'tcp') return [];
  const host = valueAt(item, 'host_ip');
  if (host?.kind === 'scalar') {
    const { decoded } = host.text();
    if (decoded.startsWith('127')) return [];
    return decoded === '0.0.0.0' ? [{ at: host.at, text: LOOPBACK }] : undefined;
  }
  const start = item.entries[0]?.at.start;
  if (host !== undefined || start === undefined) return undefined;
  const column = start - (document.lastIndexOf('\n', start - 1) + 1);
  const isFlow = document[item.at.start] === '{';
  const behind = isFlow ? ', ' : `${lineEnding(document)}${' '.repeat(column)}`;
  return [{ at: { start, end: start }, text: `host_ip: ${LOOPBACK}${behind}` }];
}
