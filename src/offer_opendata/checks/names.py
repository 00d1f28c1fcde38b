"""Words that tell a team from a person, and an institution from a name."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words in the local part of an address that name a task or a team.
ROLES = _words(
    """
    academy access accounts activities admin administration admissions adult adults advice advisory
    alternative appeals apply assessment assist assistance autism baby bookings breaks business
    camhs camps care careers carers case centre charity childcare childminding children childrens
    church clinic club clubs college comments commissioning communications community complaints
    connect contact council counselling county customer data day deaf desk development
    disabilities disability disabled duty early east ed education ehc ehcp elective email employment
    enquiries enquiry events exclusions external families family feedback finance first fis forum
    foundation fostering front funding general group groups guidance gym hall head headteacher
    health hello help helpdesk helpline holiday home hospice hospital housing hub hubs inclusion
    inf info information intake jobs jun junior kids learning leisure library line links local
    mail main manager marketing mediation membership mental music network neuro north nur nursery
    nursing offer
    office officer online outreach parent parentcarer parents partnership pathway personal physio
    place placements play playgroup portage post preschool pri primary principal processing project
    projects psychology public pupil pupils reception referral referrals registrar registration
    reply respite school schools sec secondary secretary section sen senco send sendias sendiass
    sensory service services short single social south speech sport sports staff support swim
    swimming switchboard targeted teacher teachers team technical therapies therapy toy training
    transition transport travel trust tuition unit welcome welfare west wellbeing work young
    youngcarers youth
    """
)

# Capitalised words that stand beside each other in a comment without naming anybody.
INSTITUTIONS = _words(
    """
    academy accident action additional adult adults advice alternative ambulance annual approved
    april area assessment asperger aspergers attention august autism autistic avenue borough
    breaks bridge british business camhs care carer carers case centre chapel charity child
    childcare childminder children children's christmas christmas church city class clinic close
    club code college communication community complex council county court cross december
    department development disabilities disability disabled down down's downs drive early east
    easter education educational ehc ehcp ehcps emergency emotional english facebook family
    february federation first foot forum foundation free friday gardens general google grammar
    great green group guide hall head health help high higher hill holidays home hospital house
    hub inclusion independent infant infants information inspection institute january july june
    junior key king's lane language leader learning leisure liaison library link little local
    london lower main manager march may mental microsoft middle monday moor mrs national needs
    new nhs north northern nottingham november nurse nursery nursing occupational october offer
    office officer ofsted open outreach panel parade parent parents park partnership pathway
    personal physical physiotherapy plan plans play playgroup plus portage practice preparing
    preschool primary prince princess principal profound project psychologist psychology public
    pupil pupils queen queen's reception referral review road rose royal saturday school schools
    secondary semh sen senco send sendias sendiass sensory september service services severe short
    sixth social society south southern special specialist speech spring square stage station
    street summer sunday support surgery syndrome teacher teaching team term thames therapist
    therapists therapy three thursday tourette tourettes town training transition transport
    travel tribunal trust tuesday two unit united university upper village wednesday west western
    whatsapp wood worker year young youth zoom saint st st. one four five six seven eight nine ten
    """
)

# Words that open a sentence with a capital letter.
OPENERS = _words(
    """
    a about after again all also although always an and another any anybody anyone are as ask at
    because before being both but by can could dear did do does during each even every everybody
    everyone few finally for from get had has have having he her here his how however i i'd i'll
    i'm i've if in is it it's its just last like many maybe more most much my neither never no
    nobody none nor not nothing now of often on once only or other our ours over people perhaps
    please several she should since so some somebody someone sometimes such thank thanks that the
    their them then there these they this those though to too under until very was we we'd we've
    well were what when where which while who why will with without would yes yet you your
    """
)
