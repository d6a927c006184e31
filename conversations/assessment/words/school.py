"""Words that stand with a capital letter beside a grade in schools and are no child's name."""

from __future__ import annotations

from conversations.assessment.words.folding import word_set

ADULTS = word_set(
    "mr mrs ms miss mx dr prof professor principal director coach teacher teachers para",
    "paraprofessional aide tutor superintendent counselor coordinator specialist interpreter",
    "liaison librarian nurse dean officer secretary chair lead leader mentor interventionist",
    "coteacher co-teacher parent mother father mom dad sr sra srta senor senora señor señora",
    "maestra maestro profesora profesor profe professora mme madame madam pwofesè direktè",
)
"""Who stands before a name that is no student's, or after a grade."""

GROUPS = word_set(
    "team teams meeting meetings classes classrooms students families parents hallway wing pod",
    "cohort cohorts curriculum unit units level levels band span standards lessons texts books",
    "newcomers els ells mls learners ml-s plc plcs pd data scores results assessment open",
    "conference conferences night event trip field group groups teaching instruction block",
    "schedule school schools orientation graduation bilingual esl sei ela math science",
)
"""What makes of a grade a part of the school ("grade 4 team")."""

ONE_CHILD = word_set(
    "student pupil newcomer child kid girl boy learner el ell slife class classroom"
)

NAMES_IN_S = word_set(
    "james charles mercedes lourdes ines inês andres andrés moises moisés reyes dolores angeles",
    "agnes gladys rhys chris hans lars jules yves georges jacques ulises ulysses hermes aristides",
    "flores torres morales cortes chaves alves gomes lopes nunes fernandes rodrigues gonçalves",
    "pires mendes soares tavares lopès wes miles myles moses hughes barnes jones williams davis",
)
"""First and family names that end as a plural does."""

SCHOOL_WORDS = word_set(
    # languages and where people come from
    "english spanish portuguese haitian creole kreyol kreyòl cape verdean french arabic chinese",
    "mandarin cantonese vietnamese khmer somali swahili russian ukrainian nepali korean japanese",
    "hindi urdu bengali tagalog amharic tigrinya pashto dari italian polish albanian german",
    "american african asian latino latina latinx hispanic brazilian guatemalan salvadoran",
    "dominican honduran colombian venezuelan ecuadorian mexican cuban peruvian congolese afghan",
    # places
    "massachusetts boston lawrence lowell lynn worcester springfield brockton chelsea revere",
    "everett framingham holyoke somerville malden quincy fitchburg brazil brasil haiti mexico",
    "guatemala honduras colombia venezuela ecuador afghanistan ukraine china vietnam america usa",
    # subjects and programmes
    "math maths mathematics science history reading writing literacy phonics art arts music gym",
    "health civics social studies language languages algebra geometry biology chemistry physics",
    "wonders fundations lexia iready i-ready imagine newsela duolingo google zoom seesaw classdojo",
    "canvas eureka illustrative amplify wida access mcas dibels blueprint title seal dual content",
    "integrated sheltered structured newcomer transitional bilingual biliteracy immersion",
    # people and parts of a school
    "grade grades grader graders school schools elementary middle high academy center charter",
    "hall house open family families parent parents student students teacher teachers educator",
    "educators staff everyone everybody nobody somebody nothing something anyone kids children",
    "principal department district state council committee club team community public private",
    "class classes classroom lesson unit curriculum homework recess lunch breakfast bus field trip",
    "night day week month year semester quarter term period morning afternoon orientation",
    "graduation conference meeting workshop training survey handbook newsletter portfolio report",
    "assessment test testing data score support services service placement screening intervention",
    "instruction coverage staffing scheduling program programs pilot project plan goal evidence",
    "example note question answer rating level tier room hallway library office cafeteria kinder",
    "kindergarten preschool pre-k prek head start push-in pull-out pullout coteaching co-teaching",
    "tutoring enrollment attendance behavior discipline technology chromebook paras ideas areas",
    "agendas quotas work practice progress growth help access interpreter translator liaison coach",
    "success opportunity act handbook voice choice leadership government teaching learner learners",
)

OPENERS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april",
    "may june july august september october november december spring summer fall autumn",
    "winter today tomorrow yesterday tonight christmas easter ramadan thanksgiving a an the",
    "this that these those our my your their his her its we i you he she it they there here",
    "and but or so if when while as because since although after before until once also only",
    "even just mostly mainly especially usually often sometimes always never rarely currently",
    "now recently previously finally next last first second third then later early late still",
    "almost about around every each all some many most few several both any no none not yes",
    "one two three four five six seven eight nine ten more less other another same new newly",
    "old great good best better strong weak small large big for from with without within at",
    "by to of on in into onto under over through during between among across against toward",
    "towards per via like unlike how what why where who which whose can could should would",
    "will did do does is are was were be been has have had let lets please thanks thank see",
    "ask try use using used look least up down out except including beginning starting ending",
    "spanning serving grouping co-taught mixed split established developing yet skip back",
    "however therefore instead overall generally maybe perhaps whole entire half part parts",
    "full total whoever whatever nadie todos todo cada solo desde hasta para por con sin en",
    "el la los las un una nuestro nuestra este esta como cuando hay os nos nas um uma alguns",
    "muitos maioria nou tout chak",
)
"""Words that begin a sentence, so with a capital, before a name or in place of one."""
