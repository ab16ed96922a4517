import type { InitializeParams } from 'vscode-languageserver';
import { chooseEncoding } from '../workspace/positions.ts';
import type { ClientFeatures } from './convert/convert.ts';

/** A client's features, all off by default. */
export function readFeatures(
  params: Pick<InitializeParams, 'capabilities' | 'initializationOptions'>,
): ClientFeatures {
  const { textDocument, workspace, general } = params.capabilities;
  // Clients that pull often announce this for pushed diagnostics only.
  const diagnostics = { ...textDocument?.publishDiagnostics, ...textDocument?.diagnostic };
  const edits = workspace?.workspaceEdit;
  const documentChanges = edits?.documentChanges === true;
  const pages: unknown = params.initializationOptions?.rulePages;
  const commands: unknown = params.initializationOptions?.commands;
  return {
    encoding: chooseEncoding(general?.positionEncodings),
    relatedInformation: diagnostics.relatedInformation === true,
    codeDescription: diagnostics.codeDescriptionSupport === true,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') ?? false,
    documentChanges,
    changeAnnotations: documentChanges && edits?.changeAnnotationSupport !== undefined,
    snippets: documentChanges && edits?.snippetEditSupport === true,
    rulePages: typeof pages === 'string' ? pages : '',
    asksReasons: Array.isArray(commands) && commands.includes('ignore'),
    asksToAccept: Array.isArray(commands) && commands.includes('accept'),
    tellsMoved: Array.isArray(commands) && commands.includes('tellMoved'),
    checksSchemas: params.initializationOptions?.jsonSchema === true,
    listsMonitors: params.initializationOptions?.inventory === true,
    readsFiles: params.initializationOptions?.files === true,
  };
}
