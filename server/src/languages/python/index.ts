/** Python: programs that start QEMU with a list of arguments, or with a text for a shell. */
import { mayConcernQemu } from '../../invocation/program.ts';
import { loadedLater } from '../loaded-later.ts';

export const PYTHON = loadedLater(
  {
    id: 'python',
    detect: {
      languageIds: ['python'],
      names: /\.pyw?$/i,
      firstLine: /^#!.*\bpython[\d.]*(?:\s|$)/,
      mayHaveFindings: mayConcernQemu,
    },
    editable: true,
    socketDirectory: [],
    ...{ expands: false, isScript: false, hasShellWords: false, broughtInAs: undefined },
  },
  () => import('./whole.ts').then(({ PYTHON_READER }) => PYTHON_READER),
);
