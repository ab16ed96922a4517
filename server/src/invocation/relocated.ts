/** Moves invocations to other offsets. */
import { once } from '../text/once.ts';
import { type Relocation, relocatedSpan, relocatedText } from '../text/relocated.ts';
import type { Client, ClientEdit } from './client.ts';
import { placedConfig } from './from-readconfig.ts';
import type {
  ArgvInvocation,
  ConfigInvocation,
  Invocation,
  ModeChange,
  Permissions,
  SentText,
  Word,
} from './invocation.ts';

/** Where a moved command line came from. */
export interface Moved {
  readonly of: Invocation;
  /** Maps an earlier offset to the current one. */
  readonly offset: (offset: number) => number;
}

const moved = new WeakMap<Invocation, Moved>();

/** The origin of a moved invocation. */
export function movedFrom(invocation: Invocation): Moved | undefined {
  return moved.get(invocation);
}

/** The invocation before moving, or itself. */
export function beforeMoving(invocation: Invocation): Invocation {
  return moved.get(invocation)?.of ?? invocation;
}

/** Moves a command line; computes places on demand. */
export function movedArgv(invocation: ArgvInvocation, to: Relocation, from: Moved): ArgvInvocation {
  const whole = once(() => relocatedArgv(invocation, to));
  const later = { ...invocation };
  for (const key of PLACED) {
    if (key in later) Object.defineProperty(later, key, { get: () => whole()[key] });
  }
  moved.set(later, from);
  return later;
}

const PLACED = ['programAt', 'words', 'permissions', 'condition', 'configs'] as const;

/** An invocation at its new offsets. */
export function relocatedInvocation(invocation: Invocation, to: Relocation): Invocation {
  switch (invocation.kind) {
    case 'argv':
      return relocatedArgv(invocation, to);
    case 'config':
      return relocatedConfig(invocation, to);
    case 'sent':
      return { kind: 'sent', texts: invocation.texts.map((text) => relocatedSent(text, to)) };
    case 'clients':
      return {
        kind: 'clients',
        clients: invocation.clients.map((client) => relocatedClient(client, to)),
      };
    case 'unfollowed':
      return { kind: 'unfollowed', at: relocatedSpan(invocation.at, to) };
    case 'ignored':
      return {
        kind: 'ignored',
        arguments: invocation.arguments.map((one) => ({ ...one, at: relocatedSpan(one.at, to) })),
      };
  }
}

function relocatedArgv(invocation: ArgvInvocation, to: Relocation): ArgvInvocation {
  const { programAt, words, permissions, condition, configs } = invocation;
  return {
    ...invocation,
    programAt: relocatedSpan(programAt, to),
    words: words.map((word) => relocatedWord(word, to)),
    ...(permissions && { permissions: relocatedPermissions(permissions, to) }),
    ...(condition && { condition: relocatedSpan(condition, to) }),
    ...(configs && {
      configs: new Map([...configs].map(([name, config]) => [name, relocatedConfig(config, to)])),
    }),
  };
}

function relocatedWord({ value, at, many }: Word, to: Relocation): Word {
  const moved = relocatedText(value, to);
  return { value: moved, at: at === value.place ? moved.place : relocatedSpan(at, to), many };
}

function relocatedPermissions(permissions: Permissions, to: Relocation): Permissions {
  const { umasks, modeChanges, at, inFunction, goesBy } = permissions;
  const changes = to.kept(modeChanges, () => {
    const list = modeChanges.map((change) => relocatedChange(change, to));
    return { list, before: new Map(list.map((change, index) => [change, modeChanges[index]])) };
  });
  return {
    umasks: umasks.map((umask) => relocatedText(umask, to)),
    modeChanges: changes.list,
    at: relocatedSpan(at, to),
    inFunction: inFunction === undefined ? undefined : to.offset(inFunction),
    goesBy: (change) => goesBy(changes.before.get(change) ?? change),
  };
}

function relocatedChange(change: ModeChange, to: Relocation): ModeChange {
  const { mode, umask, paths, at, inFunction } = change;
  return {
    ...change,
    mode: mode && relocatedText(mode, to),
    umask: umask && relocatedText(umask, to),
    paths: paths.map((path) => relocatedText(path, to)),
    at: relocatedSpan(at, to),
    inFunction: inFunction === undefined ? undefined : to.offset(inFunction),
  };
}

/** Moves a config file. */
export function relocatedConfig(config: ConfigInvocation, to: Relocation): ConfigInvocation {
  return placedConfig(config, {
    text: (of) => relocatedText(of, to),
    span: (at) => relocatedSpan(at, to),
  });
}

function relocatedSent(sent: SentText, to: Relocation): SentText {
  return { ...sent, text: relocatedText(sent.text, to), at: relocatedSpan(sent.at, to) };
}

function relocatedClient(client: Client, to: Relocation): Client {
  const { at, host, port, edits } = client;
  return {
    ...client,
    at: relocatedSpan(at, to),
    host: host && relocatedText(host, to),
    port: relocatedText(port, to),
    edits: edits?.map((edit): ClientEdit => ({ ...edit, at: relocatedSpan(edit.at, to) })),
  };
}
