"""Causes as teams at three levels say them, each with the bone where a facilitator would put it.

Written before the words of the bones were, so that they test them. ``SEEN`` may be looked at while
words are chosen; ``HELD_OUT`` only counts.
"""

from __future__ import annotations

_SAID = """
people | district | We have had four EL directors in six years
people | school | Our only ESL teacher is shared with another building
people | classroom | I was never trained to teach reading to students who are new to English
people | school | Two positions for ESL teachers have been vacant since August
people | school | Most of the staff don't speak any language other than English
people | district | Not enough bilingual applicants for paraprofessional jobs
people | classroom | I don't feel confident writing language objectives
people | school | New teachers leave before they finish their SEI endorsement
people | district | Principals have never had coaching on what good EL instruction looks like
people | school | The counselors do not know how to work with students with interrupted schooling
people | school | Teachers believe that EL students are the ESL teacher's responsibility
people | classroom | My co-teacher and I have different expectations for newcomers
people | district | High turnover among interpreters
people | school | Substitutes cover the ESL classes most of the winter
people | district | Few of our teachers look like or share the background of our students
people | school | Low expectations of what multilingual learners can do
people | school | Only one person in the front office speaks Portuguese
people | classroom | Paras are pulled to cover lunch and do not get any training
people | district | Burnout in the department, everyone wears five hats
people | school | Staff think of home languages as a deficit
people | district | We cannot find certified Haitian Creole teachers
people | school | Nobody on the leadership team has an ESL background
people | classroom | General education teachers feel unprepared for beginners
people | school | No mentor for first year ESL teachers
people | district | The person who ran the newcomer program retired and was not replaced
people | school | Coaches focus on math and nobody coaches language
practice | classroom | I do most of the talking and students rarely speak in class
practice | school | Lessons are not planned with language objectives
practice | school | ESL is pull-out so students miss science instruction
practice | district | Writing is taught differently in every school
practice | classroom | Newcomers copy from the board instead of producing their own sentences
practice | school | Scaffolds are the same for every proficiency level
practice | classroom | Group work means that one student does the work and the EL watches
practice | school | Co-teaching is mostly one teach, one assist
practice | district | Tier 1 instruction does not build academic vocabulary
practice | school | We simplify the texts instead of helping students read hard ones
practice | classroom | I don't give enough wait time
practice | school | Students with beginner English are given worksheets
practice | school | Feedback on writing is about grammar only
practice | classroom | We rarely use the students' home language for learning
practice | district | ESL and content teaching are disconnected
practice | school | Discussion routines are used in only a few classrooms
practice | school | Reading interventions do not address oral language
practice | classroom | My questions only need a yes or a no
practice | district | Long-term ELs get the same lessons as beginners
practice | school | Teachers do not model how to do the task
practice | classroom | Vocabulary is taught as lists to memorize
practice | school | Speaking and listening are hardly taught
practice | school | Newcomers sit in the back with a laptop and a translation app
practice | district | Differentiation is left to each teacher and often does not happen
practice | classroom | Homework is not explained so students cannot do it alone
practice | school | Lessons move on before students have practiced
policy | school | No common planning time for ESL and content teachers
policy | district | The schedule puts ESL during electives
policy | district | Our enrollment process takes three weeks
policy | school | EL students cannot take honors because of the prerequisites
policy | school | ESL blocks are cut short by lunch
policy | district | There is no written policy for translating documents
policy | district | Exit criteria are applied differently by each school
policy | school | PLC time is used for announcements
policy | school | Grading policy penalizes students for their English
policy | district | Newcomers are placed by age with no look at their transcripts
policy | classroom | My ESL group changes every time the master schedule changes
policy | school | The bell schedule leaves 30 minutes for ESL
policy | district | Bus times do not allow after-school support
policy | district | Contract language limits meetings after school
policy | school | Newcomers are spread over all homerooms
policy | school | Students are scheduled for intervention and ESL at the same time
policy | district | No procedure for placing students who arrive in the middle of the year
policy | school | Class sizes for ESL are not capped
policy | school | Suspension rules are the same without asking whether students understood them
policy | district | Graduation requirements do not count credits from abroad
policy | classroom | We are told to follow the pacing guide whatever happens
policy | school | Testing takes ESL teachers away for six weeks
policy | district | The calendar has only one early release day for professional development
policy | school | Nobody decides who attends IEP meetings for dually identified students
policy | district | Special education and EL referrals follow separate processes
policy | school | Meeting times for teams overlap with ESL classes
resources | school | No books in Portuguese in the library
resources | district | The ESL curriculum is fifteen years old
resources | district | Title III money is spent before spring
resources | school | We don't have a room for ESL, we teach in the hallway
resources | classroom | My students do not have devices at home
resources | district | No budget for interpreters at evening events
resources | school | The translation line costs too much to use
resources | school | The core curriculum has no supports for language learners
resources | classroom | There are not enough decodable texts for older beginners
resources | district | Grant funding for the newcomer center ends in June
resources | school | Chromebooks are old and do not run the translation tools
resources | district | Materials in the dual language program are translated by teachers at night
resources | classroom | I buy the bilingual books myself
resources | school | No space for families to meet
resources | district | We lack a curriculum for students with interrupted education
resources | school | Licenses for the language software ran out
resources | school | There is no internet at the shelter where many students live
resources | district | The budget has no line for bilingual assessments
resources | classroom | Dictionaries are missing in most languages
resources | school | Textbooks are too hard and there are no adapted versions
resources | district | Transportation money was cut
resources | school | Headsets for interpretation at meetings are broken
resources | classroom | No manipulatives or visuals in my classroom
resources | school | Supplies are shared by three teachers
resources | district | Two schools still share one set of WIDA materials
resources | school | We can't afford a second family liaison
families | school | Letters go home in English only
families | district | Parents don't know they can ask for an interpreter
families | classroom | I have not met most of my newcomers' parents
families | school | Parents work two jobs and cannot come at 2 pm
families | district | ELPAC meets twice a year and few people come
families | school | Families are afraid to enter the building
families | school | Robocalls are in English and Spanish but not in Haitian Creole
families | classroom | Parents think that speaking their language at home slows down English
families | district | Immigrant families move often because of rent
families | school | No partnership with the Brazilian church or community groups
families | school | Students interpret for their parents at conferences
families | district | Caregivers do not understand the report card
families | classroom | Families hear from me only when there is trouble
families | school | Many students live with relatives and work evenings
families | district | The website is not translated
families | school | Mothers would come if there was child care
families | district | The school committee has never heard from immigrant parents
families | school | Parents are not asked for their opinion about the program
families | classroom | Homework help is hard at home because parents don't read English
families | school | The parent survey had four answers from EL households
families | district | Community organizations do not know whom to call at the district
families | school | Open house invitations arrive the day before
families | district | Families are not told what the programs are when they choose one
families | school | Trust was lost after the immigration raids
families | classroom | Some parents have never been to school themselves
families | school | PTO meetings have no interpretation
data | district | We do not look at results by proficiency level
data | school | ACCESS scores arrive in June, too late to use
data | classroom | I don't know my students' ACCESS levels
data | school | No common assessment of speaking
data | district | Former ELs are not tracked after they exit
data | school | Teachers do not see attendance by language group
data | district | Our student information system has the wrong home language for many students
data | school | Nobody monitors progress between one ACCESS test and the next
data | district | We cannot tell which newcomers had gaps in schooling
data | school | Data meetings look at MCAS only
data | classroom | My gradebook doesn't show language growth
data | school | We don't know why attendance drops in winter
data | district | Screening results from the intake center do not reach schools
data | school | Benchmarks are only in English so we don't know what students can do in Spanish
data | district | No dashboard for EL progress
data | school | Walkthrough notes are never compiled
data | classroom | I have no baseline for writing
data | district | Identification of students with disabilities among ELs is not analyzed
data | school | The numbers we have are from two years ago
data | district | Dropout figures for ELs are hidden in the averages
data | school | We never asked students what helps them
data | classroom | Exit tickets are collected but not looked at
data | district | Reports are hard to read so nobody uses them
data | school | We do not measure whether our interventions work
data | district | Course-taking of ELs has never been counted
data | school | There is no evidence about which supports are used
"""

_CAUSES = [tuple(part.strip() for part in line.split(" | ")) for line in _SAID.split("\n") if line]

SEEN: list[tuple[str, str]] = [(text, bone) for bone, _, text in _CAUSES[::2]]
HELD_OUT: list[tuple[str, str]] = [(text, bone) for bone, _, text in _CAUSES[1::2]]

_SAID_LATER = """
people | one ESL teacher for 74 kids
people | our sped teachers have no background in second language acquisition
people | nobody here speaks Kreyol
people | veteran teachers resist co-teaching
people | we lost both bilingual paras last summer
people | the interpreter quit and the job is still posted
people | admin turnover - new principal every year
people | some of us are scared of making mistakes with newcomers
practice | kids don't get to talk enough
practice | we pull kids out of the good stuff
practice | everything is read aloud to them, they never wrestle with text
practice | ELs get the easy version
practice | no visuals or sentence starters in most rooms
practice | writing stays at the sentence level through middle school
practice | teachers lecture, students copy notes
practice | language goals are posted but not taught
policy | ESL and art are at the same time
policy | we meet once a month for twenty minutes
policy | kids wait weeks to be registered
policy | no one owns the transition from 5th to 6th grade
policy | the schedule gets redone in October and ESL is an afterthought
policy | teachers of record cannot get out of class to observe each other
policy | late arrivals don't earn credit
policy | retention decisions ignore language
resources | one Chromebook cart for the whole floor
resources | the basal reader has nothing for level 1
resources | ESL meets in the cafeteria
resources | ESSER ran out
resources | teachers make their own materials on weekends
resources | no bilingual dictionaries for MCAS
resources | we share a printer with the annex
resources | phone interpreting minutes are used up by March
families | moms don't feel comfortable calling the office
families | flyers only in English
families | we only call when something is wrong
families | many dads work nights
families | kids change addresses three times a year
families | a lot of parents never went past 6th grade
families | no one from the Cape Verdean community sits on school council
families | parents sign the opt-out form because nobody explained ESL to them
data | we get WIDA results after the school year is over
data | can't break out FLEP students in our system
data | nobody has looked at who is absent on Fridays
data | we guess at reading levels in the first language
data | formative checks don't tell us anything about language
data | home language survey is filled in wrong
data | goals are set without a starting point
data | we have piles of spreadsheets but no conclusions
"""
LATER: list[tuple[str, str]] = [
    (text, bone) for bone, text in (line.split(" | ") for line in _SAID_LATER.split("\n") if line)
]
"""Written after the words, in the tone of a hurried meeting; no word was chosen by them."""

_SAID_LAST = """
people | The AP who handled EL compliance moved to another district
people | Gen ed folks see newcomers as somebody else's kids
people | Half of the department is on waivers
people | Long commutes make it hard to keep bilingual tutors
people | Specialists work alone and get no supervision
practice | Partner talk is the exception
practice | Slides are full of text and nobody unpacks it
practice | Kids finish the year without having presented anything orally
practice | Beginners color while others write
practice | Phonics for teenagers looks like kindergarten phonics
policy | Guidance puts newcomers into whatever has seats
policy | Team meetings fall on my prep at the other building
policy | The code of conduct has never been revised
policy | Seat time rules block credit recovery
policy | ESL minutes are counted while kids are at specials
resources | The storage room doubles as our classroom
resources | Nothing in the bookroom is in Spanish
resources | We print everything ourselves
resources | The subscription to the reading app lapsed
resources | Vans for field trips were dropped
families | Nobody greets people at the door in their language
families | Grandmothers raising the kids never hear from us
families | Our ELPAC has three members
families | People distrust forms that ask where they were born
families | Kids translate for mom at pickup
data | Nobody knows how many SLIFE we have
data | Growth is reported as an average for all students
data | Rubrics are scored differently so nothing can be compared
data | The spring results sit in a drawer
data | Referral rates were last checked before the pandemic
"""
LAST: list[tuple[str, str]] = [
    (text, bone) for bone, text in (line.split(" | ") for line in _SAID_LAST.split("\n") if line)
]
"""Written when the words were done; never used for choosing any."""
