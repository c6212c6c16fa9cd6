import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAvailable } from './servers.js';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Where both lie; whoever asked for the certificate removes it. */
  readonly folder: string;
  /** What someone is given who shall trust it. */
  readonly certFile: string;
}

export function canCertify(): boolean {
  return isAvailable('openssl', spawnSync('openssl', ['version']).status === 0, 'install openssl');
}

/** A certificate of localhost, signed by its own key: nobody trusts it who is not told to. */
export function selfSigned(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-certificate-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  const args = ['req', '-x509', '-days', '2', ...names, ...key, '-out', certFile];
  execFileSync('openssl', args, { stdio: 'pipe', timeout: 20_000 });
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8'), folder, certFile };
}
