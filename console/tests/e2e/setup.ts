// One stack for all tests: `gumshoe demo`, whose company has an intruder; or a console that runs already.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    console: string;
    /** The bucket of segments as a folder; of a console that runs already it is not known. */
    bucket: string | undefined;
  }
}

/** More than the 14 days of training; and hostile texts in everything that a caller chooses, on every page. */
const ARGUMENTS = ['--hostile', '--days', '16', '--size', '8MB', '--port-api', '0', '--port-s3', '0', '--port-dynamodb', '0'];

/** What the demonstration says when everything is taken in. */
const SERVING = /Serving [^\n]* at (http:\/\/[\d.]+:\d+)/;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env.GUMSHOE_CONSOLE_URL;
  if (running !== undefined) {
    project.provide('console', running.replace(/\/$/, ''));
    project.provide('bucket', undefined);
    return async () => undefined;
  }
  const binary = process.env.GUMSHOE_BINARY;
  if (binary === undefined) throw new Error('GUMSHOE_BINARY must name a built gumshoe, or GUMSHOE_CONSOLE_URL a console that runs.');
  const data = mkdtempSync(join(tmpdir(), 'gumshoe-console-'));
  const geolocation = (process.env.GUMSHOE_TEST_GEOLOCATION ?? '').split(':').filter((it) => it !== '').flatMap((file) => ['--geolocation', file]);
  const child = spawn(binary, ['demo', '--data', data, ...ARGUMENTS, ...geolocation], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const found = SERVING.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', (code) => reject(new Error(`gumshoe demo ended with ${code}:\n${said.slice(-2000)}`)));
  });
  project.provide('console', url);
  project.provide('bucket', join(data, 's3', 'gumshoe-segments'));
  return async () => {
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGINT');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
}
