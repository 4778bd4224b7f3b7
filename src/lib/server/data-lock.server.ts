import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The data folder is in use by another living process. */
export class FolderInUse extends Error {}

const alive = (pid: number): boolean => {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
};

/**
 * Takes the data folder for this process: two processes over one PGlite folder would destroy it.
 * A lock left by a dead process (kill -9) is taken over. Returns the function that gives it back.
 */
export function lockFolder(dataDir: string, purpose: string): () => void {
	mkdirSync(dataDir, { recursive: true });
	const file = join(dataDir, 'lock.json');
	const mine = JSON.stringify({ pid: process.pid, purpose, since: new Date().toISOString() });
	for (let attempt = 0; attempt < 2; attempt++) {
		try {
			writeFileSync(file, mine, { flag: 'wx' });
			const giveBack = () => {
				if (readFileSync(file, 'utf8') === mine) rmSync(file, { force: true });
			};
			const atExit = () => {
				try {
					giveBack();
				} catch {
					// The folder itself may be gone (tests remove it): nothing is left to give back.
				}
			};
			process.once('exit', atExit);
			return () => {
				process.off('exit', atExit);
				giveBack();
			};
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		const holder = readHolder(file);
		if (holder && holder.pid !== process.pid && alive(holder.pid))
			throw new FolderInUse(
				`The data folder ${dataDir} is held by process ${holder.pid} (${holder.purpose}, since ${holder.since}). Stop it, or set JALGAS_DATA_DIR to another folder.`
			);
		rmSync(file, { force: true });
	}
	throw new FolderInUse(`The data folder ${dataDir} is being taken by another process.`);
}

function readHolder(file: string): { pid: number; purpose: string; since: string } | null {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return null;
	}
}
