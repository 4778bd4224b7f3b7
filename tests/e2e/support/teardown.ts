import { rmSync } from 'node:fs';

/** The data folder of this run goes; its server has been stopped before. */
export default function teardown(): void {
	const dir = process.env.JALGAS_E2E_DIR;
	if (dir) rmSync(dir, { recursive: true, force: true });
}
