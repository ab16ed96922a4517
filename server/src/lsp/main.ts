/** The server's entry point: talks over `--stdio` or Node's IPC, whichever it was started with. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './server.ts';

serve(createConnection(ProposedFeatures.all));
