/** The editor's settings of the window and each folder, requested or sent. Why: docs/decisions/settings.md */
import * as l10n from '@vscode/l10n';
import {
  type ClientCapabilities,
  type Connection,
  DidChangeConfigurationNotification,
} from 'vscode-languageserver';
import { DEFAULT_SETTINGS, readEditorSettings } from '../service/language-service.ts';
import type { WrongSetting } from '../service/settings/editor-settings.ts';
import type { Settings } from '../service/settings/settings.ts';
import type { Folder } from '../workspace/folders.ts';

const SECTION = 'qemuMonitorGuard';
const MAX_VALUE = 80;

interface SettingsListener {
  readonly changed: () => void;
  readonly told: () => void;
  readonly patience: () => Promise<void>;
}

export class ClientSettings {
  readonly #connection: Connection;
  readonly #folders: () => readonly Folder[];
  readonly #listener: SettingsListener;
  #capabilities: ClientCapabilities = {};
  /** Problems of the first settings, logged once the client takes messages. */
  #first: readonly WrongSetting[] = [];
  #window: Settings = DEFAULT_SETTINGS;
  #byFolder: ReadonlyMap<string, Settings> = new Map();
  #asked = 0;
  #ready: Promise<void> = Promise.resolve();
  readonly #said = new Set<string>();

  constructor(
    connection: Connection,
    folders: () => readonly Folder[],
    listener: SettingsListener,
  ) {
    this.#connection = connection;
    this.#folders = folders;
    this.#listener = listener;
    connection.onDidChangeConfiguration(({ settings }) => {
      const pushed = settings as Readonly<Record<string, unknown>> | null;
      if (this.#capabilities.workspace?.configuration) this.askAgain();
      else this.#take(pushed?.[SECTION], new Map());
      listener.told();
    });
  }

  /** A folder's settings; the window's for none or an unknown one. */
  of(folder: Folder | undefined): Settings {
    return (folder && this.#byFolder.get(folder.uri)) ?? this.#window;
  }

  /** Resolves with the answer to the last request. Never rejects. */
  ready(): Promise<void> {
    return this.#ready;
  }

  start(client: ClientCapabilities, initial: unknown): void {
    this.#capabilities = client;
    ({ settings: this.#window, wrong: this.#first } = readEditorSettings(initial));
  }

  async initialized(): Promise<void> {
    this.#log(this.#first);
    const { client } = this.#connection;
    const { type } = DidChangeConfigurationNotification;
    const isDynamic = this.#capabilities.workspace?.didChangeConfiguration?.dynamicRegistration;
    const registered = isDynamic ? client.register(type, { section: SECTION }) : undefined;
    this.askAgain();
    await registered;
  }

  askAgain(): void {
    if (this.#capabilities.workspace?.configuration) this.#ready = this.#ask();
  }

  /** One request for the window and all folders, so that answers are of one moment. */
  async #ask(): Promise<void> {
    const question = ++this.#asked;
    const uris = this.#folders().map(({ uri }) => uri);
    const items = [
      { section: SECTION },
      ...uris.map((scopeUri) => ({ scopeUri, section: SECTION })),
    ];
    const answered = async (): Promise<void> => {
      try {
        const answers: unknown[] = await this.#connection.workspace.getConfiguration(items);
        const [own, ...others] = answers;
        // Answers may overtake each other; the last request counts.
        if (question !== this.#asked) return;
        this.#take(own, new Map(uris.map((uri, index) => [uri, others[index]])));
      } catch (error) {
        this.#connection.console.warn(
          l10n.t('The settings could not be read and stay as they are: {0}', String(error)),
        );
      }
    };
    // A later answer is used, too.
    await Promise.race([answered(), this.#listener.patience()]);
  }

  #take(own: unknown, others: ReadonlyMap<string, unknown>): void {
    this.#window = this.#read(own);
    // Some clients answer for the window only.
    const known = [...others].filter(([, value]) => value !== undefined);
    this.#byFolder = new Map(known.map(([uri, value]) => [uri, this.#read(value)]));
    this.#listener.changed();
  }

  #read(section: unknown): Settings {
    const { settings, wrong } = readEditorSettings(section);
    this.#log(wrong);
    return settings;
  }

  #log(wrong: readonly WrongSetting[]): void {
    for (const words of wrong.map(wrongWords)) {
      if (!this.#said.has(words)) this.#connection.console.warn(words);
      this.#said.add(words);
    }
  }
}

function wrongWords({ key, value }: WrongSetting): string {
  const name = `${SECTION}.${key}`;
  if (value === undefined) return l10n.t('There is no setting {0}, so it has no effect', name);
  const written = JSON.stringify(value).slice(0, MAX_VALUE);
  return l10n.t('The setting {0} cannot be {1}, so it has no effect', name, written);
}
