/** What people might say in eight languages, in parts: openings, troubles by topic, places and endings. Nobody said it. */
import type { Language } from '../../src/lib/domain/language.ts';

type Grammar = { open: string[]; say: string[]; at: string[]; end: string[] };

/** `say` has two troubles for each of the eight topics, in their order. */
export const grammars: Record<Language, Grammar> = {
	es: {
		open: [
			'Necesito ayuda:',
			'En mi barrio',
			'Desde hace meses',
			'Mi madre dice que',
			'Por favor,'
		],
		say: [
			...['no sé enviar una foto de un papel', 'quiero aprender a usar el correo electrónico'],
			...['el wifi no llega por la tarde', 'no tengo internet en casa porque es caro'],
			...[
				'mi teléfono es viejo y la aplicación no se abre',
				'la pantalla está rota y no puedo pagar otra'
			],
			...['no puedo pedir la cita del médico', 'el autobús nocturno no pasa los domingos'],
			...['no entiendo la carta del ayuntamiento', 'no hay carteles con los horarios nuevos'],
			...['recibo mensajes falsos del banco', 'la calle no tiene luz y da miedo'],
			...['la rampa del mercado está cerrada', 'mi silla de ruedas no pasa por la acera'],
			...['faltan bancos y árboles en la plaza', 'el ruido de las obras no deja dormir']
		],
		at: [
			'en la calle {name}',
			'cerca de la biblioteca {name}',
			'junto al número {number} de {name}'
		],
		end: [
			'Gracias.',
			'Somos muchas familias.',
			'Ya lo pedí hace un año.',
			'Los mayores lo sufren más.'
		]
	},
	ca: {
		open: [
			'Necessito ajuda:',
			'Al meu barri',
			'Des de fa mesos',
			'La meva mare diu que',
			'Si us plau,'
		],
		say: [
			...['no sé enviar una foto d’un paper', 'vull aprendre a fer servir el correu electrònic'],
			...['el wifi no arriba a la tarda', 'no tinc internet a casa perquè és car'],
			...['el meu telèfon és vell i l’aplicació no s’obre', 'la pantalla està trencada'],
			...['no puc demanar cita amb el metge', 'l’autobús nocturn no passa els diumenges'],
			...['no entenc la carta de l’ajuntament', 'no hi ha cartells amb els horaris nous'],
			...['rebo missatges falsos del banc', 'el carrer no té llum i fa por'],
			...['la rampa del mercat està tancada', 'la cadira de rodes no passa per la vorera'],
			...['falten bancs i arbres a la plaça', 'el soroll de les obres no deixa dormir']
		],
		at: [
			'al carrer {name}',
			'a prop de la biblioteca {name}',
			'al costat del número {number} de {name}'
		],
		end: [
			'Gràcies.',
			'Som moltes famílies.',
			'Ja ho vaig demanar fa un any.',
			'La gent gran ho pateix més.'
		]
	},
	it: {
		open: [
			'Ho bisogno di aiuto:',
			'Nel mio quartiere',
			'Da mesi',
			'Mia madre dice che',
			'Per favore,'
		],
		say: [
			...['non so mandare la foto di un documento', 'voglio imparare a usare la posta elettronica'],
			...['il wifi non arriva di pomeriggio', 'non ho internet a casa perché costa troppo'],
			...['il mio telefono è vecchio e l’applicazione non si apre', 'lo schermo è rotto'],
			...['non riesco a prenotare il medico', 'l’autobus notturno non passa la domenica'],
			...['non capisco la lettera del comune', 'non ci sono cartelli con gli orari nuovi'],
			...['ricevo messaggi falsi della banca', 'la strada è buia e fa paura'],
			...['la rampa del mercato è chiusa', 'la sedia a rotelle non passa sul marciapiede'],
			...['mancano panchine e alberi in piazza', 'il rumore dei cantieri non lascia dormire']
		],
		at: ['in via {name}', 'vicino alla biblioteca {name}', 'accanto al numero {number} di {name}'],
		end: [
			'Grazie.',
			'Siamo molte famiglie.',
			'L’ho già chiesto un anno fa.',
			'Gli anziani soffrono di più.'
		]
	},
	fr: {
		open: [
			'J’ai besoin d’aide :',
			'Dans mon quartier',
			'Depuis des mois',
			'Ma mère dit que',
			'S’il vous plaît,'
		],
		say: [
			...[
				'je ne sais pas envoyer la photo d’un papier',
				'je veux apprendre à utiliser le courriel'
			],
			...['le wifi ne marche pas l’après-midi', 'je n’ai pas internet à la maison, c’est cher'],
			...['mon téléphone est vieux et l’application ne s’ouvre pas', 'l’écran est cassé'],
			...[
				'je n’arrive pas à prendre rendez-vous chez le médecin',
				'le bus de nuit ne passe pas le dimanche'
			],
			...[
				'je ne comprends pas la lettre de la mairie',
				'il n’y a pas d’affiches avec les nouveaux horaires'
			],
			...['je reçois de faux messages de la banque', 'la rue est sans lumière et fait peur'],
			...['la rampe du marché est fermée', 'le fauteuil roulant ne passe pas sur le trottoir'],
			...[
				'il manque des bancs et des arbres sur la place',
				'le bruit des travaux empêche de dormir'
			]
		],
		at: [
			'rue {name}',
			'près de la bibliothèque {name}',
			'à côté du numéro {number} de la rue {name}'
		],
		end: [
			'Merci.',
			'Nous sommes beaucoup de familles.',
			'Je l’ai déjà demandé il y a un an.',
			'Les anciens en souffrent plus.'
		]
	},
	nl: {
		open: [
			'Ik heb hulp nodig:',
			'In mijn buurt',
			'Al maanden',
			'Mijn moeder zegt dat',
			'Alstublieft,'
		],
		say: [
			...['ik kan geen foto van een papier sturen', 'ik wil leren werken met elektronische post'],
			...['de wifi werkt niet in de middag', 'ik heb thuis geen internet want het is duur'],
			...['mijn telefoon is oud en de toepassing gaat niet open', 'het scherm is gebroken'],
			...['ik kan geen afspraak maken bij de dokter', 'de nachtbus rijdt niet op zondag'],
			...['ik begrijp de brief van de gemeente niet', 'er hangen geen borden met de nieuwe uren'],
			...['ik krijg valse berichten van de bank', 'de straat heeft geen licht en maakt bang'],
			...['de helling van de markt is gesloten', 'de rolstoel kan niet over het voetpad'],
			...[
				'er zijn te weinig banken en bomen op het plein',
				'het lawaai van de werken houdt ons wakker'
			]
		],
		at: [
			'in de {name}straat',
			'bij de bibliotheek {name}',
			'naast nummer {number} van de {name}laan'
		],
		end: [
			'Bedankt.',
			'Wij zijn met veel gezinnen.',
			'Ik vroeg het een jaar geleden al.',
			'Ouderen hebben er meer last van.'
		]
	},
	en: {
		open: [
			'I need help:',
			'In my neighbourhood',
			'For months now',
			'My mother says that',
			'Please,'
		],
		say: [
			...['I cannot send a photo of a paper', 'I want to learn how to use electronic mail'],
			...[
				'the wifi does not work in the afternoon',
				'I have no internet at home because it is dear'
			],
			...['my phone is old and the application does not open', 'the screen is broken'],
			...['I cannot book the doctor', 'the night bus does not run on Sundays'],
			...[
				'I do not understand the letter of the council',
				'there are no signs with the new timetable'
			],
			...['I get false messages from the bank', 'the street has no light and is frightening'],
			...['the ramp of the market is closed', 'the wheelchair does not fit on the pavement'],
			...[
				'there are too few benches and trees in the square',
				'the noise of the works keeps us awake'
			]
		],
		at: ['in {name} street', 'near the library {name}', 'beside number {number} in {name} road'],
		end: ['Thank you.', 'We are many families.', 'I asked a year ago.', 'Older people suffer more.']
	},
	pt: {
		open: ['Preciso de ajuda:', 'No meu bairro', 'Há meses', 'A minha mãe diz que', 'Por favor,'],
		say: [
			...['não sei enviar a foto de um papel', 'quero aprender a usar o correio eletrónico'],
			...['o wifi não chega à tarde', 'não tenho internet em casa porque é cara'],
			...['o meu telefone é velho e a aplicação não abre', 'o ecrã está partido'],
			...['não consigo marcar consulta com o médico', 'o autocarro noturno não passa ao domingo'],
			...['não entendo a carta da câmara', 'não há placas com os novos horários'],
			...['recebo mensagens falsas do banco', 'a rua não tem luz e dá medo'],
			...['a rampa do mercado está fechada', 'a cadeira de rodas não passa no passeio'],
			...['faltam bancos e árvores na praça', 'o barulho das obras não deixa dormir']
		],
		at: ['na rua {name}', 'perto da biblioteca {name}', 'ao lado do número {number} da rua {name}'],
		end: ['Obrigada.', 'Somos muitas famílias.', 'Já pedi há um ano.', 'Os idosos sofrem mais.']
	},
	ar: {
		open: ['أحتاج إلى مساعدة:', 'في حيّنا', 'منذ شهور', 'أمي تقول إن', 'من فضلكم،'],
		say: [
			...['لا أعرف كيف أرسل صورة ورقة', 'أريد أن أتعلم استعمال البريد الإلكتروني'],
			...['الإنترنت لا يعمل بعد الظهر', 'ليس عندي إنترنت في البيت لأنه غالٍ'],
			...['هاتفي قديم والتطبيق لا يفتح', 'الشاشة مكسورة ولا أستطيع شراء غيرها'],
			...['لا أستطيع حجز موعد عند الطبيب', 'الحافلة الليلية لا تمر يوم الأحد'],
			...['لا أفهم رسالة البلدية', 'لا توجد لافتات بالمواعيد الجديدة'],
			...['تصلني رسائل كاذبة من البنك', 'الشارع بلا ضوء ونحن نخاف'],
			...['منحدر السوق مغلق', 'الكرسي المتحرك لا يمر على الرصيف'],
			...['تنقص المقاعد والأشجار في الساحة', 'ضجيج الأشغال يمنعنا من النوم']
		],
		at: ['في شارع {name}', 'قرب مكتبة {name}', 'بجانب الرقم {number} في {name}'],
		end: ['شكرًا.', 'نحن عائلات كثيرة.', 'طلبت ذلك قبل سنة.', 'كبار السن يعانون أكثر.']
	}
};
