import { z } from 'zod';

export const idParam = (id: string): string | null => z.uuid().safeParse(id).data ?? null;
export const duplicatesQuery = z.object({ q: z.string().max(200).optional().catch(undefined) });
export const proposeForm = z.object({ kept: z.uuid() });
export const undoForm = z.object({ question: z.uuid() });
