/** The server under Node: talks over `--stdio` or Node's IPC, whichever it was started with. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodePlatform } from './node-platform.ts';
import { serve } from './server.ts';

serve(createConnection(ProposedFeatures.all), nodePlatform);

// On its standard streams a server ends with its input, but nobody ends one whose channel is closed.
process.once('disconnect', () => process.exit(1));
