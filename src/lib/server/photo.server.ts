import sharp, { type OutputInfo } from 'sharp';
import { takeTurns } from '$lib/server/turns';

/** What a photo may weigh when it arrives, in bytes. */
export const MAX_UPLOAD = 6 * 1024 * 1024;
/** Pixels of the largest phone cameras in common use; more is taken for a bomb. */
const MAX_PIXELS = 40_000_000;
/** What a stored photo should measure and weigh at most; the database refuses more than 200 KB. */
const KINDS = {
	project: { widths: [1280, 960, 640], bytes: 120 * 1024 },
	/** A face on a page that is paid for by the megabyte. */
	portrait: { widths: [480, 320], bytes: 30 * 1024 }
} as const;
type PhotoKind = keyof typeof KINDS;
const QUALITIES = [78, 64, 50, 36] as const;

export interface StoredPhoto {
	webp: Buffer;
	width: number;
	height: number;
}

export type PhotoProblem = 'too_large' | 'not_image' | 'heic' | 'too_many_pixels';

/** The file cannot become a photo, for a reason that its owner can be told. */
export class PhotoRefused extends Error {
	readonly problem: PhotoProblem;

	constructor(problem: PhotoProblem) {
		super(problem);
		this.problem = problem;
	}
}

/** One photo at a time: decoding is the dearest thing a visitor can ask of this process. */
const turn = takeTurns();

/**
 * Makes of an uploaded file the photo that is kept: upright, at most 1280 px, WebP, about 120 KB (a
 * portrait 480 px and 30 KB), and without any metadata (place, time, device). Throws PhotoRefused.
 */
export const reencodePhoto = (file: Buffer, kind: PhotoKind = 'project'): Promise<StoredPhoto> =>
	turn(() => reencode(file, kind));

async function reencode(file: Buffer, as: PhotoKind): Promise<StoredPhoto> {
	if (file.length > MAX_UPLOAD) throw new PhotoRefused('too_large');
	// Told by their first bytes, so that no other decoder (SVG, PDF, TIFF …) ever sees a stranger's file.
	const kind = sniff(file);
	if (kind === 'heic') throw new PhotoRefused('heic');
	if (!kind) throw new PhotoRefused('not_image');
	try {
		const side = KINDS[as].widths[0];
		const { width, height } = await open(file).metadata();
		if (width * height > MAX_PIXELS) throw new PhotoRefused('too_many_pixels');
		const { data, info } = await open(file)
			.autoOrient()
			.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
			.flatten({ background: '#ffffff' })
			.toColourspace('srgb')
			.raw()
			.timeout({ seconds: 10 })
			.toBuffer({ resolveWithObject: true });
		return await fit(data, info, as);
	} catch (cause) {
		if (cause instanceof PhotoRefused) throw cause;
		throw new PhotoRefused(/pixel limit/i.test(String(cause)) ? 'too_many_pixels' : 'not_image');
	}
}

const open = (file: Buffer) =>
	sharp(file, { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true, pages: 1 });

/** Lowers the quality, then the size, until the photo is light enough; a noisy one ends small. */
async function fit(
	data: Buffer,
	{ width, height, channels }: OutputInfo,
	as: PhotoKind
): Promise<StoredPhoto> {
	let smallest: StoredPhoto | undefined;
	for (const size of KINDS[as].widths)
		for (const quality of QUALITIES) {
			const { data: webp, info } = await sharp(data, { raw: { width, height, channels } })
				.resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
				.webp({ quality, effort: 3 })
				.timeout({ seconds: 10 })
				.toBuffer({ resolveWithObject: true });
			smallest = { webp, width: info.width, height: info.height };
			if (webp.length <= KINDS[as].bytes) return smallest;
		}
	return smallest as StoredPhoto;
}

function sniff(file: Buffer): 'jpeg' | 'png' | 'webp' | 'heic' | null {
	if (file.length < 32) return null;
	const text = (from: number, to: number) => file.toString('latin1', from, to);
	if (text(0, 3) === '\xff\xd8\xff') return 'jpeg';
	if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
	if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
	if (text(4, 8) === 'ftyp' && /^(heic|heix|hevc|mif1|msf1|avif)/.test(text(8, 12))) return 'heic';
	return null;
}
