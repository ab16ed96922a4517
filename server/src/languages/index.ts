/** The languages, most specific names first. */
import { ARGS } from './args/index.ts';
import { COMMAND_LINES } from './command-lines/index.ts';
import { DOCKERFILE_LANGUAGE } from './dockerfile/index.ts';
import { DOMAIN_XML } from './domain-xml/index.ts';
import { LIBVIRT_LOG } from './libvirt-log/index.ts';
import { LISTS } from './lists/index.ts';
import { MAKEFILE } from './makefile/index.ts';
import { MARKUP } from './markup/index.ts';
import { PYTHON } from './python/index.ts';
import { READCONFIG } from './readconfig/index.ts';
import { OPENRC_SETTINGS, SETTINGS_FILE, SHELL } from './shell/index.ts';
import type { IncludedAs, LanguageSupport } from './support.ts';
import { SYSTEMD } from './systemd/index.ts';
import { YAML } from './yaml/index.ts';

export const LANGUAGES: readonly LanguageSupport[] = [
  SHELL,
  DOMAIN_XML,
  READCONFIG,
  ARGS,
  SYSTEMD,
  MAKEFILE,
  DOCKERFILE_LANGUAGE,
  ...COMMAND_LINES,
  PYTHON,
  LIBVIRT_LOG,
  OPENRC_SETTINGS,
  SETTINGS_FILE,
  ...LISTS,
  YAML,
  ...MARKUP,
];

/** How files that are brought in are read. */
export const INCLUDED: Readonly<Record<IncludedAs, LanguageSupport>> = {
  script: SHELL,
  config: READCONFIG,
  makefile: MAKEFILE,
};
