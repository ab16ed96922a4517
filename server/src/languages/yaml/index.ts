/**
 * YAML in which shells and QEMUs are: workflows, pipelines, containers, tasks. What stands in a file decides what it is,
 * since most tools take files of any name.
 */
import { mayHoldQemu } from '../../invocation/program.ts';
import { loadedLater } from '../loaded-later.ts';
import { SHELL_SOCKETS } from '../shell/index.ts';

const NAMES = /\.ya?ml$/i;

export const YAML = loadedLater(
  {
    id: 'yaml',
    detect: {
      // What VS Code calls it, and its extensions for Compose, GitHub, GitLab, Azure, Ansible and Kubernetes.
      languageIds: [
        ...['yaml', 'dockercompose', 'github-actions-workflow', 'github-actions', 'gitlab-ci'],
        ...['azure-pipelines', 'ansible', 'ansible-playbook', 'helm', 'cloud-config'],
      ],
      names: NAMES,
      paths: NAMES,
      // What cloud-init is given has no ending.
      ownNames: /(?:^|\/)(?:user|vendor)-data$/,
      looksOwn: (text) => text.startsWith('#cloud-config'),
      patterns: ['**/*.{yml,yaml}'],
      isCommon: true,
      mayHaveFindings: mayHoldQemu,
    },
    ...SHELL_SOCKETS,
  },
  async () => (await import('./later.ts')).LATER,
);
