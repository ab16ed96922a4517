/** Runs the server in a thread, without a file that ended an earlier one. Why: docs/decisions/processes.md */

import * as l10n from '@vscode/l10n';
import { LIMITS } from '../../text/limits.ts';
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

/** The protocol's codes. The library that has them loads more slowly than the supervisor. */
const SERVER_NOT_INITIALIZED = -32002;
const INVALID_REQUEST = -32600;
const CONTENT_MODIFIED = -32801;
const SERVER_CANCELLED = -32802;
const ERROR_MESSAGE = 1;

/** Milliseconds for answers after `exit`. */
const GRACE = 1000;
/** Milliseconds in which ends of servers count together. */
const WHILE = 180_000;

/** Ids of the supervisor's own requests. */
const AGAIN = 'monitor-guard-again';
const PING = 'monitor-guard-ping';

export interface ServerThread {
  readonly post: (message: Message) => void;
  readonly end: () => void;
  /** The file it works on, if that can be looked up; else its last message tells. */
  readonly suspect?: () => Suspect | null;
}

interface SupervisorParts extends Pick<PulseParts, 'later' | 'worked' | 'memory'> {
  readonly send: (message: Message) => void;
  /** Starts a server, and reports what it says and how it ends. */
  readonly start: (
    said: (message: Message | LookingAt) => void,
    ended: (why: 'ended' | 'memory', error: string) => void,
  ) => ServerThread;
  readonly now: () => number;
  readonly exit: (code: number) => void;
}

interface Pending {
  readonly method: string;
  readonly uri: string | undefined;
}

/** A server's request to the client, by the server's number and id. */
interface Asked {
  readonly generation: number;
  readonly id: number | string;
}

/** Owns the session with the client, and the current server. */
export class Supervisor {
  readonly #parts: SupervisorParts;
  readonly #record = sessionRecord();
  readonly #left = leftovers();
  readonly #pulse: ReturnType<typeof takePulse>;
  readonly #pending = new Map<number | string, Pending>();
  readonly #asked = new Map<number | string, Asked>();
  readonly #passedOver: PassedOver[] = [];
  #lastAsked = 0;
  #generation = 0;
  #thread: ServerThread;
  #isShutDown = false;
  #isLeaving = false;
  #suspect: Suspect | null = null;
  /** When servers ended without a file to blame. */
  #unexplained: readonly number[] = [];

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
    const { later, worked, memory } = parts;
    this.#pulse = takePulse({
      ...{ later, worked, memory },
      ask: () => this.#thread.post({ jsonrpc: '2.0', id: PING, method: ALIVE }),
      isLost: (why) => this.#lost(why, ''),
    });
    this.#thread = this.#start();
  }

  isShutDown(): boolean {
    return this.#isShutDown;
  }

  receive(message: Message): void {
    const { id, method } = message;
    const isIntroduced = this.#record.introduction() !== undefined;
    if (method === 'exit') this.#leave();
    else if (method === undefined) this.#receiveAnswer(message);
    else if (!isIntroduced && method !== 'initialize') {
      this.#refuse(id, SERVER_NOT_INITIALIZED, l10n.t('initialize must come first'));
    } else if (isIntroduced && method === 'initialize') {
      this.#refuse(id, INVALID_REQUEST, l10n.t('initialize was already sent'));
    } else {
      this.#note(message);
      if (method === 'initialize' && this.#introduce(message)) return;
      if (id !== undefined) this.#pending.set(id, { method, uri: uriOf(message) });
      this.#post(message);
    }
    this.#pulse.stirred();
  }

  #start(): ServerThread {
    const own = ++this.#generation;
    return this.#parts.start(
      (message) => {
        if (own === this.#generation) this.#said(message);
      },
      (why, error) => {
        if (own === this.#generation) this.#lost(why, error);
      },
    );
  }

  #said(message: Message | LookingAt): void {
    if ('id' in message && message.id === PING) {
      this.#pulse.answered();
      return;
    }
    this.#pulse.stirred();
    if ('lookingAt' in message) this.#suspect = message.lookingAt;
    else if (message.method === undefined) this.#answered(message);
    else if (message.id === undefined) {
      this.#left.note(message);
      this.#parts.send(message);
    } else this.#ask(message, { generation: this.#generation, id: message.id });
  }

  #answered(message: Message): void {
    if (message.id === AGAIN) return;
    if (message.id !== undefined) this.#pending.delete(message.id);
    this.#parts.send(message);
    if (this.#isLeaving && this.#pending.size === 0) this.#parts.exit(0);
  }

  /** Ends after `exit`, once answers are sent. */
  #leave(): void {
    if (!this.#isShutDown || this.#pending.size === 0) {
      this.#parts.exit(this.#isShutDown ? 0 : 1);
      return;
    }
    this.#isLeaving = true;
    this.#parts.later(GRACE, () => this.#parts.exit(0));
  }

  /** Sends a request under a new id, since each server counts from 1. */
  #ask(message: Message, from: Asked | undefined): void {
    const id = ++this.#lastAsked;
    if (from) {
      this.#asked.set(id, from);
      this.#left.note(message);
    }
    this.#parts.send({ ...message, id });
  }

  /** Posts a message to the server; false if it nests too deeply, which is logged. */
  #post(message: Message): boolean {
    try {
      this.#thread.post(message);
      return true;
    } catch {
      this.#refuseDeep(message);
      return false;
    }
  }

  #refuseDeep({ id, method }: Message): void {
    const words = l10n.t('A message nests too deeply and is passed over: {0}', method ?? '');
    this.#log(words);
    if (id === undefined) return;
    this.#pending.delete(id);
    if (method !== undefined) this.#refuse(id, INVALID_REQUEST, words);
    else {
      const error = { code: INVALID_REQUEST, message: words };
      this.#thread.post({ jsonrpc: '2.0', id, error });
    }
  }

  /** Answers `initialize` while the server loads; false if the server must answer. */
  #introduce({ id, params }: Message): boolean {
    const client = this.#record.introduction();
    if (id === undefined || client === undefined) return false;
    try {
      this.#parts.send({ jsonrpc: '2.0', id, result: introduction(client) });
    } catch {
      return false;
    }
    const isPosted = this.#post({ jsonrpc: '2.0', id: AGAIN, method: 'initialize', params });
    if (!isPosted) this.#parts.exit(1);
    this.#pulse.stirred();
    return true;
  }

  #receiveAnswer(message: Message): void {
    const known = message.id === undefined ? undefined : this.#asked.get(message.id);
    if (known === undefined || message.id === undefined) return;
    this.#asked.delete(message.id);
    if (known.generation === this.#generation) this.#post({ ...message, id: known.id });
  }

  #note(message: Message): void {
    if (message.method === 'shutdown') this.#isShutDown = true;
    try {
      this.#record.note(message);
      if (message.method === 'initialize') chooseLanguage(optionsOf(message)?.['l10n']);
    } catch {
      // The server refuses malformed messages.
    }
  }

  #refuse(id: Message['id'], code: number, message: string): void {
    if (id !== undefined) this.#parts.send({ jsonrpc: '2.0', id, error: { code, message } });
  }

  /** Replaces a server that has ended or hangs. */
  #lost(why: Downfall, error: string): void {
    const thread = this.#thread;
    thread.end();
    this.#generation++;
    const blamed = (thread.suspect ? thread.suspect() : this.#suspect) ?? this.#oldestPending();
    this.#suspect = null;
    const now = this.#parts.now();
    if (blamed) this.#passedOver.push({ ...blamed, why });
    else this.#unexplained = [...this.#unexplained.filter((time) => now - time < WHILE), now];
    const isIntroducing = [...this.#pending.values()].some(({ method }) => method === 'initialize');
    const isHopeless =
      this.#passedOver.length > LIMITS.definitions || this.#unexplained.length > LIMITS.few;
    const isOver = this.#isShutDown || this.#record.introduction() === undefined;
    if (isOver || isHopeless || isIntroducing) {
      this.#parts.exit(this.#isShutDown ? 0 : 1);
      return;
    }
    this.#log(wordsOf(why, blamed, error));
    for (const [id, { method }] of this.#pending) this.#giveUp(id, method);
    this.#pending.clear();
    for (const message of this.#left.takeBack()) {
      if (message.id === undefined) this.#parts.send(message);
      else this.#ask(message, undefined);
    }
    this.#goOn();
  }

  #oldestPending(): Suspect | undefined {
    for (const { uri } of this.#pending.values()) {
      const document = uri === undefined ? undefined : this.#record.document(uri);
      if (document === undefined || uri === undefined) continue;
      return { path: pathOfFile(uri) ?? pathOfUri(uri), print: printOf(document.getText()) };
    }
    return undefined;
  }

  #giveUp(id: number | string, method: string): void {
    const message = l10n.t('The server was started again');
    // Clients repeat requests for diagnostics only.
    const error = method.endsWith('/diagnostic')
      ? { code: SERVER_CANCELLED, message, data: { retriggerRequest: true } }
      : { code: CONTENT_MODIFIED, message };
    this.#parts.send({ jsonrpc: '2.0', id, error });
  }

  #goOn(): void {
    const client = this.#record.introduction();
    const params = { ...client, [PASSED_OVER]: this.#passedOver };
    this.#thread = this.#start();
    this.#thread.post({ jsonrpc: '2.0', id: AGAIN, method: 'initialize', params });
    for (const message of this.#record.further()) this.#post(message);
    this.#pulse.restarted();
    if (client?.capabilities.workspace?.diagnostics?.refreshSupport) {
      this.#ask({ jsonrpc: '2.0', id: 0, method: 'workspace/diagnostic/refresh' }, undefined);
    }
  }

  #log(message: string): void {
    this.#parts.send(notification('window/logMessage', { type: ERROR_MESSAGE, message }));
  }
}

function optionsOf({ params }: Message): Readonly<Record<string, unknown>> | undefined {
  return (params as { readonly initializationOptions?: Readonly<Record<string, unknown>> })
    .initializationOptions;
}

function uriOf({ params }: Message): string | undefined {
  const { textDocument } = (params ?? {}) as { readonly textDocument?: { readonly uri?: unknown } };
  return typeof textDocument?.uri === 'string' ? textDocument.uri : undefined;
}

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
