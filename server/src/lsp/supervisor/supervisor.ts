/**
 * Runs the server in a thread of its own, passes on what it and the client say to each other, and goes on with a new
 * one when it dies or a file holds it: the client hears of that only by what is said at the file. It knows of
 * each message what it takes to go on, and of QEMU nothing.
 * Why: docs/decisions/processes.md
 */
import * as l10n from '@vscode/l10n';
import { pathOfFile, pathOfUri } from '../../workspace/files/file-paths.ts';
import {
  ALIVE,
  type Downfall,
  type LookingAt,
  PASSED_OVER,
  type PassedOver,
  printOf,
  type Suspect,
} from '../../workspace/supervision.ts';
import { introduction } from '../capabilities.ts';
import { chooseLanguage } from '../language.ts';
import { type PulseParts, takePulse } from './pulse.ts';
import { leftovers } from './server-leftovers.ts';
import { type Message, notification, sessionRecord } from './session-record.ts';

/** Of the protocol's numbers these. The library that has all of them takes longer to load than we do. */
const SERVER_NOT_INITIALIZED = -32002;
const INVALID_REQUEST = -32600;
const CONTENT_MODIFIED = -32801;
const SERVER_CANCELLED = -32802;
const ERROR_MESSAGE = 1;

/** How long answers may take after the client has asked for the end, in milliseconds. */
const GRACE = 1000;
/** How many files are passed over, and how many servers may go down within a while for no known reason. */
const MAX_PASSED_OVER = 100;
const MAX_RIDDLES = 4;
/** How long that while is, in milliseconds. */
const WHILE = 180_000;

/** The ids of what the supervisor asks the server itself. */
const AGAIN = 'monitor-guard-again';
const PING = 'monitor-guard-ping';

/** A thread that runs a server. */
export interface ServerThread {
  readonly post: (message: Message) => void;
  /** Ends it at once, whatever it does. */
  readonly end: () => void;
  /** What it works on, where that can be looked up; else it is what it has said last. */
  readonly suspect?: () => Suspect | null;
}

interface SupervisorParts extends Pick<PulseParts, 'later' | 'worked' | 'memory'> {
  readonly send: (message: Message) => void;
  /** Starts a server. What it says and its end are told as long as nobody has ended it. */
  readonly start: (
    said: (message: Message | LookingAt) => void,
    ended: (why: 'ended' | 'memory', error: string) => void,
  ) => ServerThread;
  /** The time, in milliseconds. */
  readonly now: () => number;
  /** Ends the process, or what there is in its place. */
  readonly exit: (code: number) => void;
}

interface Supervisor {
  /** Takes a message of the client. */
  readonly receive: (message: Message) => void;
  /** Whether the client has asked the server to end. */
  readonly isShutDown: () => boolean;
}

/** A request that the server has not answered yet. */
interface Pending {
  readonly method: string;
  /** The document that it is about. */
  readonly uri: string | undefined;
}

/** A request of a server to the client: which server, and what that calls it. */
interface Asked {
  readonly generation: number;
  readonly id: number | string;
}

/** Runs the server, and another one in its place when it ends at a file. */
export function supervise(parts: SupervisorParts): Supervisor {
  const { send } = parts;
  const record = sessionRecord();
  const left = leftovers();
  const pending = new Map<number | string, Pending>();
  const asked = new Map<number | string, Asked>();
  const passedOver: PassedOver[] = [];
  let lastAsked = 0;
  let generation = 0;
  let isShutDown = false;
  let isLeaving = false;
  let suspect: Suspect | null = null;
  let riddles: readonly number[] = [];
  const pulse = takePulse({
    later: parts.later,
    worked: parts.worked,
    memory: parts.memory,
    ask: () => thread.post({ jsonrpc: '2.0', id: PING, method: ALIVE }),
    isLost: (why) => lost(why, ''),
  });
  let thread = start();

  function start(): ServerThread {
    const own = ++generation;
    return parts.start(
      (message) => {
        if (own === generation) said(message);
      },
      (why, error) => {
        if (own === generation) lost(why, error);
      },
    );
  }

  function said(message: Message | LookingAt): void {
    if ('id' in message && message.id === PING) {
      pulse.answered();
      return;
    }
    pulse.stirred();
    if ('lookingAt' in message) suspect = message.lookingAt;
    else if (message.method === undefined) answered(message);
    else if (message.id === undefined) {
      left.note(message);
      send(message);
    } else ask(message, { generation, id: message.id });
  }

  function answered(message: Message): void {
    if (message.id === AGAIN) return;
    if (message.id !== undefined) pending.delete(message.id);
    send(message);
    if (isLeaving && pending.size === 0) parts.exit(0);
  }

  /** A client that has said good-bye may ask for the end while answers are still on their way to it. */
  function leave(): void {
    if (!isShutDown || pending.size === 0) {
      parts.exit(isShutDown ? 0 : 1);
      return;
    }
    isLeaving = true;
    parts.later(GRACE, () => parts.exit(0));
  }

  /** Servers count their requests from the beginning, so each gets an id that no other had. */
  function ask(message: Message, from: Asked | undefined): void {
    const id = ++lastAsked;
    if (from) {
      asked.set(id, from);
      left.note(message);
    }
    send({ ...message, id });
  }

  function receive(message: Message): void {
    const { id, method } = message;
    if (method === 'exit') leave();
    else if (method === undefined) receiveAnswer(message);
    else if (record.introduction() === undefined && method !== 'initialize') {
      if (id !== undefined)
        refuse(id, SERVER_NOT_INITIALIZED, l10n.t('initialize must come first'));
    } else if (method === 'initialize' && record.introduction() !== undefined) {
      if (id !== undefined) refuse(id, INVALID_REQUEST, l10n.t('initialize was already sent'));
    } else {
      note(message);
      if (method === 'initialize' && introduce(message)) return;
      if (id !== undefined) pending.set(id, { method, uri: uriOf(message) });
      post(message);
    }
    pulse.stirred();
  }

  /** Hands a message to the server; false for one that nests so deeply that it cannot be handed on, which is said. */
  function post(message: Message): boolean {
    try {
      thread.post(message);
      return true;
    } catch {
      refuseDeep(message);
      return false;
    }
  }

  function refuseDeep({ id, method }: Message): void {
    const words = l10n.t('A message nests too deeply and is passed over: {0}', method ?? '');
    tell(words);
    if (id === undefined) return;
    pending.delete(id);
    if (method !== undefined) refuse(id, INVALID_REQUEST, words);
    else thread.post({ jsonrpc: '2.0', id, error: { code: INVALID_REQUEST, message: words } });
  }

  /** Says for the server, which is still being loaded, what that would say; false where it has to answer itself. */
  function introduce({ id, params }: Message): boolean {
    const client = record.introduction();
    if (id === undefined || client === undefined) return false;
    try {
      send({ jsonrpc: '2.0', id, result: introduction(client) });
    } catch {
      return false;
    }
    // Without it there is no server.
    if (!post({ jsonrpc: '2.0', id: AGAIN, method: 'initialize', params })) parts.exit(1);
    pulse.stirred();
    return true;
  }

  function receiveAnswer(message: Message): void {
    const known = message.id === undefined ? undefined : asked.get(message.id);
    if (known === undefined || message.id === undefined) return;
    asked.delete(message.id);
    if (known.generation === generation) post({ ...message, id: known.id });
  }

  function note(message: Message): void {
    if (message.method === 'shutdown') isShutDown = true;
    try {
      record.note(message);
      if (message.method === 'initialize') chooseLanguage(optionsOf(message)?.['l10n']);
    } catch {
      // What makes no sense is the server's to refuse.
    }
  }

  function refuse(id: number | string, code: number, message: string): void {
    send({ jsonrpc: '2.0', id, error: { code, message } });
  }

  function lost(why: Downfall, error: string): void {
    thread.end();
    generation++;
    const blamed = (thread.suspect ? thread.suspect() : suspect) ?? asPending();
    suspect = null;
    if (blamed) passedOver.push({ ...blamed, why });
    else riddles = [...riddles.filter((time) => parts.now() - time < WHILE), parts.now()];
    if (isShutDown || record.introduction() === undefined) {
      parts.exit(isShutDown ? 0 : 1);
      return;
    }
    const isHopeless = passedOver.length > MAX_PASSED_OVER || riddles.length > MAX_RIDDLES;
    if (isHopeless || [...pending.values()].some(({ method }) => method === 'initialize')) {
      parts.exit(1);
      return;
    }
    tell(wordsOf(why, blamed, error));
    for (const [id, { method }] of pending) giveUp(id, method);
    pending.clear();
    for (const message of left.takeBack()) {
      if (message.id === undefined) send(message);
      else ask(message, undefined);
    }
    goOn();
  }

  /** The document of the oldest request, where the server did not say what it was looking at. */
  function asPending(): Suspect | undefined {
    for (const { uri } of pending.values()) {
      const document = uri === undefined ? undefined : record.document(uri);
      if (document === undefined || uri === undefined) continue;
      return { path: pathOfFile(uri) ?? pathOfUri(uri), print: printOf(document.getText()) };
    }
    return undefined;
  }

  function giveUp(id: number | string, method: string): void {
    const message = l10n.t('The server was started again');
    // Diagnostics are asked for again; whatever else somebody wanted, he will ask when he still does.
    const error = method.endsWith('/diagnostic')
      ? { code: SERVER_CANCELLED, message, data: { retriggerRequest: true } }
      : { code: CONTENT_MODIFIED, message };
    send({ jsonrpc: '2.0', id, error });
  }

  function goOn(): void {
    const params = { ...record.introduction(), [PASSED_OVER]: passedOver };
    thread = start();
    thread.post({ jsonrpc: '2.0', id: AGAIN, method: 'initialize', params });
    for (const message of record.further()) post(message);
    pulse.restarted();
    const client = record.introduction()?.capabilities.workspace;
    if (client?.diagnostics?.refreshSupport) {
      ask({ jsonrpc: '2.0', id: 0, method: 'workspace/diagnostic/refresh' }, undefined);
    }
  }

  function tell(message: string): void {
    send(notification('window/logMessage', { type: ERROR_MESSAGE, message }));
  }

  return { receive, isShutDown: () => isShutDown };
}

function optionsOf({ params }: Message): Readonly<Record<string, unknown>> | undefined {
  return (params as { readonly initializationOptions?: Readonly<Record<string, unknown>> })
    .initializationOptions;
}

/** The URI of the document that a request is about. */
function uriOf({ params }: Message): string | undefined {
  const { textDocument } = (params ?? {}) as { readonly textDocument?: { readonly uri?: unknown } };
  return typeof textDocument?.uri === 'string' ? textDocument.uri : undefined;
}

/** What is logged of the end of a server. */
function wordsOf(why: Downfall, blamed: Suspect | undefined, error: string): string {
  const path = blamed?.path ?? '';
  if (!blamed) return l10n.t('The server stopped and was started again. {0}', error);
  return {
    ended: () =>
      l10n.t('The server stopped on {0}, which is not checked any more. {1}', path, error),
    held: () => l10n.t('{0} takes too long and is not checked any more', path),
    memory: () => l10n.t('{0} takes too much memory and is not checked any more', path),
  }[why]();
}
