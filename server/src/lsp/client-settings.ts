/**
 * The editor's settings, of the window and of each folder: asked for where the client can be asked, taken as
 * they come otherwise.
 * Why: docs/decisions/settings.md
 * Why: docs/decisions/diagnostics.md
 */
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

/** The section of the editor's settings that is ours. */
const SECTION = 'qemuMonitorGuard';

/** Who wants to know about settings. */
interface SettingsListener {
  /** Called when our settings may be others. */
  readonly changed: () => void;
  /** Called when the client says that any settings are. */
  readonly told: () => void;
  /** Resolves when the client has taken too long to answer. */
  readonly patience: () => Promise<void>;
}

/** Keeps the settings up to date. */
export function clientSettings(
  connection: Connection,
  folders: () => readonly Folder[],
  attempt: (request: Promise<unknown>) => void,
  { changed, told, patience }: SettingsListener,
) {
  let capabilities: ClientCapabilities = {};
  /** What is wrong in the first settings, told once the client takes messages. */
  let first: readonly WrongSetting[] = [];
  let window: Settings = DEFAULT_SETTINGS;
  let byFolder: ReadonlyMap<string, Settings> = new Map();
  let asked = 0;
  let ready: Promise<void> = Promise.resolve();
  /** What was said of wrong settings, each once. */
  const said = new Set<string>();

  /** One question about the window and all folders, so that what is known is of one moment. */
  async function ask(): Promise<void> {
    const question = ++asked;
    const uris = folders().map(({ uri }) => uri);
    const items = [
      { section: SECTION },
      ...uris.map((scopeUri) => ({ scopeUri, section: SECTION })),
    ];
    const answered = async (): Promise<void> => {
      try {
        const [own, ...others]: unknown[] = await connection.workspace.getConfiguration(items);
        // Answers may overtake each other; only the one to the last question is up to date.
        if (question === asked) take(own, new Map(uris.map((uri, index) => [uri, others[index]])));
      } catch (error) {
        connection.console.warn(
          l10n.t('The settings could not be read and stay as they are: {0}', String(error)),
        );
      }
    };
    // Whoever never answers has the settings that he had; an answer that comes late counts all the same.
    await Promise.race([answered(), patience()]);
  }

  function take(own: unknown, others: ReadonlyMap<string, unknown>): void {
    window = read(own);
    // A client that knows no folders answers for the window alone.
    const known = [...others].filter(([, value]) => value !== undefined);
    byFolder = new Map(known.map(([uri, value]) => [uri, read(value)]));
    changed();
  }

  function read(section: unknown): Settings {
    const { settings, wrong } = readEditorSettings(section);
    tell(wrong);
    return settings;
  }

  function tell(wrong: readonly WrongSetting[]): void {
    for (const words of wrong.map(wrongWords)) {
      if (!said.has(words)) connection.console.warn(words);
      said.add(words);
    }
  }

  function askAgain(): void {
    if (capabilities.workspace?.configuration) ready = ask();
  }

  connection.onDidChangeConfiguration((change) => {
    const pushed = change.settings as Readonly<Record<string, unknown>> | null;
    if (capabilities.workspace?.configuration) askAgain();
    else take(pushed?.[SECTION], new Map());
    told();
  });

  return {
    /** The settings of a folder; those of the window for none, and for one that was not asked about. */
    of: (folder: Folder | undefined) => (folder && byFolder.get(folder.uri)) ?? window,
    /** Resolves when the answer to the last question is there. Never rejects. */
    ready: () => ready,
    /** Takes what the client said when it introduced itself. */
    start: (client: ClientCapabilities, initial: unknown) => {
      capabilities = client;
      ({ settings: window, wrong: first } = readEditorSettings(initial));
    },
    /** Asks the client, once it takes requests. */
    initialized: () => {
      tell(first);
      if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration) {
        const section = { section: SECTION };
        attempt(connection.client.register(DidChangeConfigurationNotification.type, section));
      }
      askAgain();
    },
    /** Asks again, since there are other folders. */
    foldersChanged: askAgain,
  };
}

/** The longest value that is repeated in the log. */
const MAX_VALUE = 80;

function wrongWords({ key, value }: WrongSetting): string {
  const name = `${SECTION}.${key}`;
  if (value === undefined) return l10n.t('There is no setting {0}, so it has no effect', name);
  const written = JSON.stringify(value).slice(0, MAX_VALUE);
  return l10n.t('The setting {0} cannot be {1}, so it has no effect', name, written);
}
