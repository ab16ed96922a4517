/** What a client still has of a server that ended: registrations, progress, diagnostics. */
import type {
  PublishDiagnosticsParams,
  RegistrationParams,
  UnregistrationParams,
} from 'vscode-languageserver';
import { type Message, notification } from './session-record.ts';

export function leftovers() {
  const registered = new Map<string, string>();
  const progress = new Set<number | string>();
  const diagnosed = new Set<string>();

  return {
    note: ({ method, params }: Message) => {
      if (method === 'client/registerCapability') {
        for (const one of (params as RegistrationParams).registrations) {
          registered.set(one.id, one.method);
        }
      } else if (method === 'client/unregisterCapability') {
        for (const { id } of (params as UnregistrationParams).unregisterations) {
          registered.delete(id);
        }
      } else if (method === '$/progress') {
        const { token, value } = params as {
          readonly token: number | string;
          readonly value: { readonly kind?: string };
        };
        if (value.kind === 'begin') progress.add(token);
        if (value.kind === 'end') progress.delete(token);
      } else if (method === 'textDocument/publishDiagnostics') {
        const { uri, diagnostics } = params as PublishDiagnosticsParams;
        if (diagnostics.length > 0) diagnosed.add(uri);
        else diagnosed.delete(uri);
      }
    },
    /** Messages that take all of it back; the ids of requests are placeholders. */
    takeBack: (): readonly Message[] => {
      const unregisterations = [...registered].map(([id, method]) => ({ id, method }));
      const messages = [
        ...[...progress].map((token) =>
          notification('$/progress', { token, value: { kind: 'end' } }),
        ),
        ...[...diagnosed].map((uri) =>
          notification('textDocument/publishDiagnostics', { uri, diagnostics: [] }),
        ),
      ];
      const request = { method: 'client/unregisterCapability', params: { unregisterations } };
      registered.clear();
      progress.clear();
      diagnosed.clear();
      if (unregisterations.length === 0) return messages;
      return [...messages, { jsonrpc: '2.0', id: 0, ...request }];
    },
  };
}
