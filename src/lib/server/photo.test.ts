import sharp from 'sharp';
import { expect, it } from 'vitest';
import { PhotoRefused, reencodePhoto } from './photo.server';

const phone = (width: number, height: number) =>
	sharp({ create: { width, height, channels: 3, background: '#3a7' } });

const problemOf = (file: Buffer) =>
	reencodePhoto(file).then(
		() => null,
		(cause: unknown) => (cause instanceof PhotoRefused ? cause.problem : cause)
	);

it('strips place, device and time, turns upright and makes small', async () => {
	const jpeg = await phone(3000, 2000)
		.jpeg()
		.withExif({
			IFD0: { Make: 'TestPhone', Orientation: '6' },
			IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '43/1 18/1 0/1', GPSLongitudeRef: 'E' }
		})
		.withMetadata({ orientation: 6 })
		.toBuffer();
	expect((await sharp(jpeg).metadata()).exif).toBeDefined();
	expect(jpeg.includes('TestPhone')).toBe(true);
	const { webp, width, height } = await reencodePhoto(jpeg);
	const kept = await sharp(webp).metadata();
	expect([kept.format, kept.width, kept.height]).toEqual(['webp', 853, 1280]);
	expect([width, height]).toEqual([853, 1280]);
	expect([kept.exif, kept.xmp, kept.iptc, kept.icc, kept.orientation]).toEqual(
		Array(5).fill(undefined)
	);
	expect(webp.includes('TestPhone')).toBe(false);
});

it('lets nothing through above the weight, however noisy', async () => {
	const noise = await sharp({
		create: {
			width: 1600,
			height: 1600,
			channels: 3,
			background: '#000',
			noise: { type: 'gaussian', mean: 128, sigma: 60 }
		}
	})
		.jpeg({ quality: 90 })
		.toBuffer();
	expect((await reencodePhoto(noise)).webp.length).toBeLessThan(200 * 1024);
});

it('makes a portrait small enough for a page paid for by the megabyte', async () => {
	const { webp, width, height } = await reencodePhoto(
		await phone(1600, 2400).jpeg().toBuffer(),
		'portrait'
	);
	expect([width, height]).toEqual([320, 480]);
	expect(webp.length).toBeLessThan(30 * 1024);
});

it('leaves a small picture its size and puts white behind what shows through', async () => {
	const png = await sharp({
		create: { width: 40, height: 30, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } }
	})
		.png()
		.toBuffer();
	const { webp, width, height } = await reencodePhoto(png);
	expect([width, height]).toEqual([40, 30]);
	const { dominant } = await sharp(webp).stats();
	expect(dominant.r).toBeGreaterThan(240);
});

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>`;
it.each<[string, () => Promise<Buffer> | Buffer, string]>([
	['an SVG renamed .jpg', () => Buffer.from(svg), 'not_image'],
	[
		'HTML renamed .jpg',
		() => Buffer.from(`<!doctype html><script>x</script>${' '.repeat(50)}`),
		'not_image'
	],
	['JPEG bytes in front of HTML', () => Buffer.from(`\xff\xd8\xff${svg}`, 'latin1'), 'not_image'],
	['nothing', () => Buffer.alloc(0), 'not_image'],
	['a GIF', () => phone(20, 20).gif().toBuffer(), 'not_image'],
	['a HEIC', () => Buffer.from(`\0\0\0\x18ftypheic${'\0'.repeat(40)}`, 'latin1'), 'heic'],
	[
		'half a photo',
		async () => (await phone(900, 900).png().toBuffer()).subarray(0, 400),
		'not_image'
	],
	['a bomb: few bytes, many pixels', () => phone(9000, 9000).png().toBuffer(), 'too_many_pixels'],
	['more than 6 MB', () => Buffer.alloc(6 * 1024 * 1024 + 1, 'x'), 'too_large']
])('refuses %s', async (_, make, problem) => expect(await problemOf(await make())).toBe(problem));
