/** Makes the objects that a TLS socket refers to: credentials and authorization. */
import type { Draw } from './draw.ts';
import type { Item } from './spelling.ts';
import { credentialsDirectory, freshId } from './values.ts';

const CREDENTIALS = [
  'tls-creds-x509',
  'tls-creds-x509',
  'tls-creds-anon',
  'tls-creds-psk',
] as const;

/** The properties of an object, `qom-type` and `id` among them, for an option or a section. */
export function objectItems(draw: Draw): readonly Item[] {
  const { type, id } = begin(draw);
  const items: Item[] = [['qom-type', type]];
  if (!draw.odd(0.02)) items.push(['id', id]);
  if (type.startsWith('tls-creds')) items.push(...credentials(draw, type));
  else if (type === 'authz-simple')
    items.push(['identity', draw.pick(['CN=client', 'O=Test,CN=client', ''])]);
  else if (type === 'authz-list') {
    items.push(['policy', draw.odd(0.2) ? 'Deny' : draw.pick(['deny', 'allow'])]);
    if (draw.odd(0.1)) items.push(['rules.0.match', '*'], ['rules.0.policy', 'allow']);
  } else if (draw.chance(0.5)) items.push(['filename', '/x'], ['service', 'y']);
  return items.filter(() => !draw.odd(0.03));
}

/** The same in JSON, where booleans and lists have types of their own. */
export function objectJson(draw: Draw): Readonly<Record<string, unknown>> {
  const flat = objectItems(draw).filter(([key]) => !key.includes('.'));
  const items: Record<string, unknown> = Object.fromEntries(flat);
  if (items['qom-type'] === 'authz-list' && draw.chance(0.6)) {
    const rules = Array.from({ length: draw.int(3) }, () => ({
      match: draw.pick(['*', 'CN=client', '**']),
      policy: draw.odd(0.1) ? 'maybe' : draw.pick(['allow', 'deny']),
      ...(draw.chance(0.5)
        ? { format: draw.odd(0.1) ? 'regex' : draw.pick(['glob', 'exact']) }
        : {}),
    }));
    items['rules'] = rules;
  }
  if (draw.odd(0.05)) items['verify-peer'] = draw.pick(['on', 1, 'off', true, '']);
  if (draw.odd(0.03))
    items[draw.pick(['id', 'dir', 'endpoint'])] = draw.pick<unknown>([1, true, ['x'], '']);
  return items;
}

function begin(draw: Draw): { readonly type: string; readonly id: string } {
  const id = freshId(draw, draw.credentials);
  if (draw.chance(0.65)) {
    draw.credentials.push(id);
    return { type: draw.pick(CREDENTIALS), id };
  }
  draw.authorizations.push(id);
  if (draw.odd(0.03)) draw.credentials.push(id);
  const odd = draw.odd(0.1);
  return {
    type: odd
      ? draw.pick(['authz-list-file', 'authz-listfile', 'authz-pam', 'monitor-hmp', 'monitor-qmp'])
      : draw.pick(['authz-simple', 'authz-list']),
    id,
  };
}

function credentials(draw: Draw, type: string): readonly Item[] {
  const items: Item[] = [];
  if (type !== 'tls-creds-anon' || draw.chance(0.2))
    items.push(['dir', credentialsDirectory(draw, type)]);
  if (!draw.chance(0.12)) {
    const odd = draw.odd(0.03) ? draw.pick(['Server', '', 'both']) : undefined;
    items.push(['endpoint', odd ?? (draw.chance(0.9) ? 'server' : 'client')]);
  }
  if (draw.chance(0.4)) items.push(['verify-peer', draw.chance(0.5)]);
  if (draw.chance(0.05)) items.push([draw.pick(['sanity-check', 'verify-peer']), false]);
  if (draw.odd(0.05)) items.push([draw.pick(['username', 'loaded', 'verify']), 'x']);
  return items;
}
