/** Which idea, answers or choice of whoever uses this phone are begun: they were kept, and nobody was told. */
import type { IdeaForm } from '../domain/idea-envelope.ts';
import { answerOwner } from '../domain/media.ts';
import { isSameChoice } from '../domain/priority-rules.ts';
import type { Choice } from '../domain/priority.ts';
import { device, readFact, type KeptMedia } from './database.ts';
import { ideaDraftsFact, ideasFact, prioritiesFact, surveysFact } from './joined.ts';
import type { KeptAnswers } from './surveys.ts';

type Chosen = { choice: Choice; said?: { choice: Choice } };

/** The page on which she goes on with it, below the language. `owners`: whose recordings lie on this phone. */
export async function placeNearby(owners: string[]): Promise<string | undefined> {
	const told = await factOf<object>(ideasFact);
	const written = Object.values(await factOf<IdeaForm>(ideaDraftsFact))
		.filter(({ words }) => words.trim())
		.map(({ challenge }) => challenge);
	// of an idea that was told its own recording stays, under its id
	const [challenge] = [...written, ...partsOf(owners, 'idea').filter((of) => !(of in told))];
	if (challenge) return `neighbourhood/${challenge}/idea`;
	const surveys = await factOf<KeptAnswers>(surveysFact);
	const spoken = await device.media.where('owner').startsWith('answer ').toArray();
	const survey = [...Object.keys(surveys), ...partsOf(owners, 'answer')].find((id) =>
		isUntold(
			surveys[id],
			spoken.filter(({ owner }) => owner.startsWith(`answer ${id} `))
		)
	);
	if (survey) return `survey#${survey}`;
	const chosen = Object.values(await factOf<Chosen>(prioritiesFact));
	const isOpen = chosen.some(({ choice, said }) => !isSameChoice(choice, said?.choice ?? {}));
	return isOpen ? 'neighbourhood' : undefined;
}

/** Is anything said that the city was not told, or told otherwise? */
function isUntold(kept: KeptAnswers | undefined, recorded: KeptMedia[]): boolean {
	const { answers = {}, told } = kept ?? {};
	if (!told) return Object.keys(answers).length > 0 || recorded.length > 0;
	const { envelope } = told;
	// an older Plaza did not keep what it told
	if (!envelope) return false;
	const { body, media } = envelope;
	const spoken = new Map(
		(body.spoken ?? []).map((of, at) => [answerOwner(body.survey, of), media[at]?.sha256])
	);
	const isOther = ({ owner, sha256, addedAt }: KeptMedia) =>
		spoken.has(owner) ? spoken.get(owner) !== sha256 : addedAt >= told.at;
	const isGone = (owner: string) => !recorded.some((each) => each.owner === owner);
	// of an answer that is only spoken nothing is written
	const isChanged = (question: string) =>
		JSON.stringify(answers[question] ?? null) !== JSON.stringify(body.answers[question] ?? null);
	return (
		Object.keys({ ...answers, ...body.answers }).some(isChanged) ||
		recorded.some(isOther) ||
		Array.from(spoken.keys()).some(isGone)
	);
}

async function factOf<T>(key: string): Promise<Record<string, T>> {
	return (await readFact<Record<string, T>>(key)) ?? {};
}

/** Of whom there are recordings of this kind. */
function partsOf(owners: string[], kind: string): string[] {
	return owners.flatMap((owner) => {
		const [what, of] = owner.split(' ');
		return what === kind && of ? [of] : [];
	});
}
