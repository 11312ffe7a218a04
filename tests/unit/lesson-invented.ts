/** A lesson without a mistake, as an author writes it. */
import { readLesson } from '../../src/lib/server/lesson-markdown.ts';

/** The names of its drawings. */
export const pictures = new Set(['phone', 'stop', 'tap']);
export const good = `# A good lesson

## A message comes {#hook show picture=phone}

Rosa gets a message. It says: "Pay now."
Is it real?

## Who sends it? {#who show picture=phone}

Look at the number.

## What do you do? {#first choose picture=phone}

- [x] I stop. {picture=stop}
  Good: you stop. Now look.
- [ ] I tap. {picture=tap}
  First stop and look.

## What can happen {#happens show picture=tap}

A page asks for money.

## Try it {#try practice picture=phone}

This is a pretend phone.

\`\`\`inbox
messages:
  - id: parcel
    from: "+00 555 0142"
    picture: phone
    time: "9:12"
    words: "Pay today"
    verdict: trap
    why: "It wants money."
  - id: library
    from: "Library"
    picture: phone
    time: "10:05"
    words: "Your book is ready."
    verdict: safe
    why: "It asks for nothing."
  - id: doctor
    from: "Doctor"
    picture: phone
    time: "16:30"
    words: "Come on Tuesday."
    verdict: safe
    why: "It asks for nothing."
\`\`\`

## Tomorrow {#tomorrow plan picture=stop}

- On my phone. {picture=phone}
- With my family. {picture=stop}
`;

/** Reads a lesson like it. */
export const read = (markdown: string) => readLesson(markdown, 'en.md', 'en', pictures);
