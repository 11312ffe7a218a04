/** The invented needs of the demonstration city: what learners might say, in their own plain words. */
import type { Language } from '../domain/language.ts';
import type { Topic } from '../domain/need.ts';

export interface DemonstrationNeed {
	lang: Language;
	topic: Topic;
	/** A neighbourhood of the demonstration city, or none. */
	place: string | null;
	words: string;
	/** How many hours before the city's opening it was told. */
	hoursAgo: number;
	/** What staff did with it since; `withdrawn`: the person took it back. */
	since?: 'read' | 'in work' | { answered: string } | { declined: string } | 'withdrawn';
}

export const demonstrationPlaces = [
	'Casc Antic',
	'El Mercat',
	'El Molí',
	'Horta Nova',
	'La Marina',
	'La Teuleria',
	'Les Fonts',
	'L’Estació',
	'Port Petit',
	'Sant Roc'
] as const;

export const demonstrationNeeds: DemonstrationNeed[] = [
	{
		lang: 'es',
		topic: 'service',
		place: 'El Molí',
		hoursAgo: 500,
		words:
			'Quiero pedir cita para el padrón pero la página me pide un certificado digital. No sé qué es eso.',
		since: {
			answered:
				'Puede pedir la cita sin certificado. Venga al centro cívico El Molí, martes o jueves, de 10 a 13 h. Una persona le ayuda. Traiga su documento.'
		}
	},
	{
		lang: 'es',
		topic: 'safety',
		place: 'La Marina',
		hoursAgo: 410,
		words: 'me llego un sms del banco y puse mi clave. ahora tengo miedo. a quien llamo??',
		since: {
			answered:
				'Llame hoy a su banco, al número que está detrás de su tarjeta. Pida que cierren la tarjeta. Después vaya a la policía con el SMS. Usted no tiene la culpa.'
		}
	},
	{
		lang: 'es',
		topic: 'connection',
		place: 'La Teuleria',
		hoursAgo: 200,
		words:
			'En mi escalera el internet va muy lento por la noche. Mis hijos no pueden hacer los deberes.',
		since: 'in work'
	},
	{
		lang: 'es',
		topic: 'skills',
		place: 'Les Fonts',
		hoursAgo: 52,
		words:
			'Tengo 67 años y quiero aprender a mandar fotos a mis nietos por el móvil. ¿Hay un curso por la mañana?'
	},
	{
		lang: 'es',
		topic: 'access',
		place: null,
		hoursAgo: 9,
		words: 'Las letras de la web del ayuntamiento son muy pequeñas. No veo bien y me canso.'
	},
	{
		lang: 'ca',
		topic: 'connection',
		place: 'Sant Roc',
		hoursAgo: 470,
		words: 'A la biblioteca de Sant Roc el wifi no funciona des de dilluns.',
		since: {
			answered:
				'Gràcies per avisar. Hem canviat l’aparell i el wifi ja funciona. Si torna a fallar, digueu-ho al taulell de la biblioteca.'
		}
	},
	{
		lang: 'ca',
		topic: 'device',
		place: 'Casc Antic',
		hoursAgo: 180,
		words:
			'El meu mòbil és molt vell i ja no puc posar l’aplicació del metge. No tinc diners per a un de nou.',
		since: 'read'
	},
	{
		lang: 'ca',
		topic: 'service',
		place: 'Horta Nova',
		hoursAgo: 120,
		words: 'Vaig demanar la beca menjador per internet i no sé si ha arribat. Ningú no em diu res.',
		since: 'in work'
	},
	{
		lang: 'ca',
		topic: 'information',
		place: null,
		hoursAgo: 44,
		words: 'No sé on he de mirar si hi ha ajudes per pagar la llum. Tot està molt amagat.'
	},
	{
		lang: 'ca',
		topic: 'skills',
		place: 'L’Estació',
		hoursAgo: 6,
		words:
			'Voldria un taller per aprendre a fer servir el correu. Treballo fins a les sis de la tarda.'
	},
	{
		lang: 'it',
		topic: 'safety',
		place: 'Port Petit',
		hoursAgo: 390,
		words:
			'Una persona ha scritto su WhatsApp che è mio figlio e vuole soldi. È vero o è un trucco?',
		since: {
			answered:
				'È un trucco. Non mandi soldi. Chiami suo figlio al numero che conosce già. Poi blocchi il numero nuovo. Ha fatto bene a chiedere.'
		}
	},
	{
		lang: 'it',
		topic: 'service',
		place: null,
		hoursAgo: 300,
		words:
			'Devo rinnovare la tessera sanitaria ma il sito non è in italiano. Si può avere in italiano?',
		since: {
			declined:
				'Per ora non possiamo: quel sito è della regione e ha solo tre lingue. Venga allo sportello El Mercat il lunedì mattina: una collega parla italiano e la aiuta.'
		}
	},
	{
		lang: 'it',
		topic: 'connection',
		place: 'La Teuleria',
		hoursAgo: 96,
		words: 'In casa mia non c’è internet. Uso solo i dati del telefono e finiscono subito.'
	},
	{
		lang: 'it',
		topic: 'skills',
		place: 'El Mercat',
		hoursAgo: 30,
		words: 'Vorrei imparare a pagare le bollette con il telefono, ma ho paura di sbagliare.'
	},
	{
		lang: 'it',
		topic: 'other',
		place: 'La Marina',
		hoursAgo: 12,
		words: 'Nel parco della Marina di sera non c’è luce. Per favore mettete una lampada.'
	},
	{
		lang: 'fr',
		topic: 'information',
		place: 'L’Estació',
		hoursAgo: 430,
		words: 'Où je trouve les horaires du bus de nuit ? Le papier à l’arrêt est trop vieux.',
		since: {
			answered:
				'Le nouveau papier est à l’arrêt depuis hier. Vous pouvez aussi demander au chauffeur. Le bus de nuit passe toutes les 30 minutes.'
		}
	},
	{
		lang: 'fr',
		topic: 'service',
		place: 'Horta Nova',
		hoursAgo: 150,
		words:
			'Je veux inscrire ma fille à l’école par internet mais le site ne garde pas mes réponses.',
		since: 'in work'
	},
	{
		lang: 'fr',
		topic: 'device',
		place: 'El Molí',
		hoursAgo: 110,
		words: 'L’ordinateur du centre est toujours occupé. Il faut attendre une heure.',
		since: 'read'
	},
	{
		lang: 'fr',
		topic: 'access',
		place: null,
		hoursAgo: 60,
		words: 'Je suis sourd. Pour prendre rendez-vous il faut téléphoner. Moi je ne peux pas.'
	},
	{
		lang: 'fr',
		topic: 'skills',
		place: 'Sant Roc',
		hoursAgo: 3,
		words: 'Je cherche un cours de téléphone pour ma mère. Elle parle arabe et un peu français.'
	},
	{
		lang: 'nl',
		topic: 'safety',
		place: 'Casc Antic',
		hoursAgo: 350,
		words: 'Ik kreeg een brief met een QR-code over een boete. Ik durf hem niet te scannen.',
		since: {
			answered:
				'Goed dat u wacht. De stad stuurt nooit een boete met een QR-code. Gooi de brief weg, of breng hem naar het loket. Dan kijken we samen.'
		}
	},
	{
		lang: 'nl',
		topic: 'service',
		place: 'El Mercat',
		hoursAgo: 140,
		words: 'Ik heb een afspraak gemaakt maar ik kan hem niet veranderen op de site.',
		since: 'read'
	},
	{
		lang: 'nl',
		topic: 'connection',
		place: 'Port Petit',
		hoursAgo: 75,
		words: 'Bij ons in de straat is geen goed bereik. Bellen lukt alleen buiten.'
	},
	{
		lang: 'nl',
		topic: 'skills',
		place: 'Les Fonts',
		hoursAgo: 26,
		words: 'Ik wil leren hoe ik een formulier op de computer invul. Ik kan dat nog niet goed.'
	},
	{
		lang: 'nl',
		topic: 'other',
		place: null,
		hoursAgo: 20,
		words: 'Dank u voor de les van vorige week. Komt er nog een?',
		since: 'withdrawn'
	},
	{
		lang: 'en',
		topic: 'device',
		place: 'La Teuleria',
		hoursAgo: 370,
		words: 'My phone is full. I cannot install anything. Who can help me clean it?',
		since: {
			answered:
				'Come to the lab at La Teuleria on Wednesday, 17:00 to 19:00. Bring your phone and its cable. We look at it together. It is free.'
		}
	},
	{
		lang: 'en',
		topic: 'access',
		place: 'L’Estació',
		hoursAgo: 190,
		words: 'My son uses a wheelchair. The map does not say which offices have a ramp.',
		since: 'in work'
	},
	{
		lang: 'en',
		topic: 'information',
		place: null,
		hoursAgo: 84,
		words: 'I am new here. I do not know which office is for what. A simple list would help me.'
	},
	{
		lang: 'en',
		topic: 'connection',
		place: 'Sant Roc',
		hoursAgo: 36,
		words: 'Please put wifi in the waiting room of the health centre.'
	},
	{
		lang: 'en',
		topic: 'skills',
		place: 'El Molí',
		hoursAgo: 2,
		words:
			'I learned to book a doctor online last week. Now I want to learn how to cancel. Please make a lesson for it.'
	},
	{
		lang: 'pt',
		topic: 'safety',
		place: 'Horta Nova',
		hoursAgo: 450,
		words:
			'Recebi um e-mail a dizer que ganhei um prémio. Pedem o número do cartão. Apaguei. Fiz bem?',
		since: {
			answered:
				'Fez muito bem. Era uma burla. A câmara e os bancos nunca pedem o número do cartão por e-mail. Conte também aos seus vizinhos.'
		}
	},
	{
		lang: 'pt',
		topic: 'service',
		place: 'Casc Antic',
		hoursAgo: 130,
		words: 'Não consigo pagar a taxa do lixo pela internet. Aparece sempre a mesma página.',
		since: 'read'
	},
	{
		lang: 'pt',
		topic: 'information',
		place: 'Les Fonts',
		hoursAgo: 66,
		words: 'Quando abre a piscina? No site diz uma coisa e na porta diz outra.'
	},
	{
		lang: 'pt',
		topic: 'skills',
		place: 'Port Petit',
		hoursAgo: 22,
		words: 'Queria uma aula à noite porque trabalho de dia.'
	},
	{
		lang: 'pt',
		topic: 'device',
		place: null,
		hoursAgo: 5,
		words: 'Tenho um computador antigo que não uso. Posso dar a alguém?'
	},
	{
		lang: 'ar',
		topic: 'connection',
		place: 'El Mercat',
		hoursAgo: 330,
		words: 'الإنترنت غالٍ جداً. هل يوجد مكان مجاني قريب من السوق؟',
		since: {
			answered:
				'نعم. في المكتبة قرب السوق إنترنت مجاني كل يوم من التاسعة إلى الثامنة مساءً. لا تحتاج إلى بطاقة.'
		}
	},
	{
		lang: 'ar',
		topic: 'safety',
		place: 'La Marina',
		hoursAgo: 160,
		words: 'وصلتني رسالة تقول إن بطاقتي مقفلة. هل هي من البنك حقاً؟',
		since: 'in work'
	},
	{
		lang: 'ar',
		topic: 'service',
		place: 'Sant Roc',
		hoursAgo: 90,
		words: 'أريد أن أسجّل ابني في المدرسة لكن الصفحة ليست بالعربية.'
	},
	{
		lang: 'ar',
		topic: 'skills',
		place: 'La Teuleria',
		hoursAgo: 28,
		words: 'أريد أن أتعلم كيف أكتب رسالة إلى المعلمة من الهاتف.'
	},
	{
		lang: 'ar',
		topic: 'access',
		place: null,
		hoursAgo: 4,
		words: 'جدتي لا تقرأ. تحتاج أن تسمع الكلام.'
	}
];
