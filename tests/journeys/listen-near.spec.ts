/** Listen in the neighbourhood: who reads nothing hears what the city asks, tries out and decides, without internet too. */
import { expect, test } from '@playwright/test';
import { nameOfSentence } from '../../src/lib/domain/sentence.ts';
import { hasSynthesiser } from '../../scripts/synthesiser.js';
import {
	aDesk,
	askHowItIs,
	askPriorities,
	askRound,
	decide,
	openChallenge,
	publishIdea,
	sayIdea,
	tellAndSend,
	tryOut,
	untilPageKept
} from './challenge-people.ts';
import { CityServer } from './city-server.ts';
import { hearScreen, quickPhone, untilRead } from './listening.ts';
import { watchBehaviour, wordsOf } from './people.ts';

const t = wordsOf('es');
const statements = ['Más bancos en la plaza', 'Menos coches en la calle', 'Una fuente con agua'];
const asked = { who: 'Las vecinas mayores', what: 'sentarse a la sombra', why: 'salir en verano' };

let city: CityServer;
let setupLink: string;

test.skip(!hasSynthesiser(), 'sounds are made by espeak-ng and lame, which are not here');

test.beforeEach(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterEach(() => city.remove());

test('what the city asks everybody is heard on each of its pages, and with the kept voice without internet', async ({
	browser,
	page,
	context
}) => {
	test.slow();
	await quickPhone(context);
	const faults = watchBehaviour(context);
	const desk = await aDesk(browser, setupLink);
	await tellAndSend(page, city.url, 'No hay sombra en la plaza.');
	const challenge = await openChallenge(desk, city.url, /plaza/, asked);
	const own = `${city.url}/es/neighbourhood/${challenge}`;
	const back = () => desk.goto(`${city.url}/staff/challenges/${challenge}`);
	await page.goto(own);
	await sayIdea(page, 'Toldos de tela en verano');
	await page.goto(own);
	await expect(page.locator('.own .status.sent')).toBeVisible();
	await publishIdea(desk, city.url, challenge);
	await back();
	const round = await askRound(desk, statements);
	await back();
	const things = { 'Plantar árboles': '', 'Poner toldos': '', 'Pintar el suelo': '' };
	const priority = await askPriorities(desk, things);
	await back();
	await tryOut(desk, 'Toldos en la plaza Mayor');
	await askHowItIs(desk);
	await back();
	await decide(desk, 'Plantamos veinte árboles');

	const pages = [
		`${city.url}/es/neighbourhood`,
		own,
		`${own}/round/${round}`,
		`${own}/priority/${priority}`,
		`${city.url}/es/neighbourhood/method`,
		`${city.url}/es/survey`
	];
	const heard: string[] = [];
	for (const path of pages) {
		await page.goto(path);
		heard.push(...(await hearScreen(page, 'es')));
	}
	const said = [...Object.values(asked), ...statements.slice(0, 1), 'Toldos de tela en verano'];
	for (const words of [...said, ...Object.keys(things), 'Plantamos veinte árboles']) {
		expect(heard, words).toContain(nameOfSentence(words));
	}

	await page.goto(`${city.url}/es/help`);
	await page.getByText(t('help.listenTitle')).click();
	const keep = page.getByRole('button', { name: t('reader.keep') });
	await keep.click();
	await expect(page.getByRole('button', { name: t('reader.drop') })).toBeVisible({
		timeout: 60_000
	});
	await page.goto(`${city.url}/es`);
	await untilPageKept(page, '/es/neighbourhood', asked.what);
	await city.stop();
	await page.goto(`${city.url}/es/neighbourhood`);
	const again = await untilRead(page, 'es', () => page.locator('button.listen').click());
	for (const words of [asked.what, 'Plantamos veinte árboles']) {
		expect(again, words).toContain(nameOfSentence(words));
	}
	expect(faults).toEqual([]);
});
