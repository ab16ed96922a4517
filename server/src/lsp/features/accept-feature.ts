/** Accepts a monitor in a settings file, with a reason. */
import type { Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { acceptEdit } from '../../service/language-service.ts';
import { toRange } from '../../workspace/positions.ts';
import type { ServerContext, ServerFeature } from '../context.ts';
import type { AskedAcceptance } from '../convert/convert.ts';

/** Parameters: `AcceptParams`, result: `AcceptedEdit | null`. Changes nothing itself. */
const ACCEPT = 'qemuMonitorGuard/accept';

interface AcceptParams extends AskedAcceptance {
  readonly reason: string;
}

/** The edit of the settings file, which need not exist; null if impossible. */
interface AcceptedEdit {
  readonly uri: string;
  readonly range: Range;
  readonly newText: string;
  /** The version of an open document; null otherwise. */
  readonly version: number | null;
}

export function acceptFeature(context: ServerContext): ServerFeature {
  context.connection.onRequest(
    ACCEPT,
    async ({ uri, path, rules, address, reason }: AcceptParams): Promise<AcceptedEdit | null> => {
      await context.settingsReady();
      const file = context.folderFiles().find((one) => one.uri === uri);
      const open = context.documents.get(uri);
      const text = open?.getText() ?? file?.text ?? '';
      const edit = acceptEdit(text, { path, rules, address, reason });
      if (edit === undefined) return null;
      const document = TextDocument.create(uri, '', 0, text);
      const range = toRange(document, edit.at, context.features().encoding);
      return { uri, range, newText: edit.text, version: open?.version ?? null };
    },
  );
  return {};
}
