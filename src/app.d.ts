import type { Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';

declare global {
	namespace App {
		interface Locals {
			db: Db;
		}
		interface PageData {
			viewer?: Viewer | null;
			isDemo?: boolean;
		}
		interface Error {
			message: string;
			id?: string;
		}
	}
}
