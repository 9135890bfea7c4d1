"""Words that names are made of, in Spanish and in the English of lists and of the press; folded, without accents."""

__all__ = [
    "COMMON_FAMILY",
    "COMMON_GIVEN",
    "GENERIC",
    "HONORIFICS",
    "JUNIOR",
    "LEGAL_FORMS",
    "PARTICLES",
    "SENIOR",
    "SHORT_FORMS",
    "TRANSLATED",
]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Joints between the words of a name; authors and lists drop them at will.
PARTICLES = _set(
    "de del la las el los lo y e da do dos das di du van von der den ter bin ibn bint ben al ul ud an as ould"
)
HONORIFICS = _set(
    "mr mrs ms mme dr dra lic ing gral general cap capt sra srta don dona sir prof hajji haji sheikh shaykh mullah mawlawi"
)
JUNIOR = _set("jr junior hijo hija ii")
SENIOR = _set("sr senior padre madre")

#: How given names are cut short in Spanish documents, and the familiar forms that stand for them.
SHORT_FORMS = {
    short: full
    for full, row in {
        "maria": "ma",
        "francisco": "fco fsco pancho paco",
        "guadalupe": "gpe lupe",
        "antonio": "ant tono",
        "jose": "j pepe",
        "juan": "jn",
        "jesus": "chuy",
        "ignacio": "nacho",
        "manuel": "mel",
        "alejandro": "alex",
        "fernando": "fdo",
        "gustavo": "gus",
        "guillermo": "gmo memo",
        "alfonso": "poncho",
        "roberto": "beto",
        "enrique": "quique",
        "concepcion": "concha",
        "rosario": "chayo",
        "eduardo": "lalo",
        "santa": "sta",
        "william": "bill",
        "robert": "bob",
        "michael": "mike",
        "theodore": "ted",
        "benjamin": "ben",
        "thomas": "tom",
        "james": "jim",
        "joseph": "joe",
        "john": "jon",
    }.items()
    for short in row.split()
}

#: Given names and surnames that many people bear: one letter between two of them makes another name, not a slip.
COMMON_GIVEN = _set("""
    aaron abel abraham adan adolfo adrian adriana agustin alan alba alberto alejandra alejandro alfonso alfredo alicia
    alma alonso alvaro amado amalia amanda amelia ana anabel andrea andres angel angela angelica angelina antonia
    antonio araceli armando arturo aurelio aurora beatriz benito benjamin bernardo blanca brenda bruno camila carla
    carlos carmen carolina catalina cecilia cesar christian clara claudia claudio consuelo cristian cristina cristobal
    cruz dalia daniel daniela dario david delia diana diego dolores domingo edgar edgardo eduardo elena eleazar elias
    elisa eloy elsa elvira emilia emilio emma enrique erica erik erika ernestina ernesto esteban esther eugenia eugenio
    eva evelia fabian fabiola fabio felipe felix fernanda fernando fidel flavio flor francisca francisco gabriel
    gabriela genaro gerardo german gilberto gloria gonzalo graciela gregorio guadalupe guillermina guillermo gustavo
    hector heriberto hernan hernando hilda hugo humberto ignacio imelda ines irene irma isaac isabel ismael israel ivan
    ivonne jaime javier jesus joaquin joel jonathan jorge jose josefina juan juana julia julian juliana julio karina
    karla laura leonardo leonel leonor leticia lidia lilia liliana lorena lorenzo lourdes lucas lucia lucio luis luisa
    luz manuel manuela marcela marcelo marcos marco margarita maria mariana mariano maribel mario marisol marta martha
    martin mateo matilde mauricio maximo mercedes miguel miriam moises monica nancy natalia nestor nicolas noe noemi
    nora norma octavio ofelia olga olivia omar orlando oscar pablo paola patricia patricio paula paulina pedro pilar
    rafael ramiro ramon ramona raquel raul rebeca refugio reyna ricardo rigoberto roberto rocio rodolfo rodrigo rogelio
    roman rosa rosalia rosalinda rosario ruben sabino salomon salvador samuel sandra santiago santos sara saul sebastian
    sergio silvia simon sofia sonia susana teodoro teresa tomas ulises valentin valeria vanessa veronica vicente victor
    victoria virginia violeta xavier yolanda
    """)
COMMON_FAMILY = _set("""
    abarca acosta acuna aguilar aguirre alarcon alcantara alvarado alvarez amaya anaya andrade angulo aranda arellano
    arevalo arias armenta arriaga arroyo avalos avila ayala baez balderas ballesteros banuelos barajas barba barragan
    barraza barrera barrios barron becerra beltran benavides benitez bermudez bernal blanco bravo briones bueno burgos
    bustamante bustos caballero cabrera calderon camacho camarena campos cano canto cardenas cardona carmona caro
    carranza carrasco carrera carrillo casas castaneda castellanos castillo castro ceballos cervantes chavez cisneros
    colin contreras corona coronel coronado corral corrales correa cortes cortez cruz cuevas davila delgado diaz
    dominguez duarte duran elizondo enriquez escobar escobedo esparza espinosa espinoza esquivel estrada felix
    fernandez ferrer figueroa flores fonseca franco fuentes gaitan galindo gallardo gallegos galvan gamez garay garcia
    garza gil godinez godoy gomez gonzalez granados guerra guerrero guevara gutierrez guzman haro hernandez herrera
    hidalgo huerta hurtado ibanez ibarra iglesias izquierdo jaime jara jaramillo jimenez juarez lara lazcano leal leon
    leyva lima linares lira llamas loera lopez lozano lucero lugo luna machado macias magana maldonado manzo mares
    marin marino marquez martin martinez mata mateos matos medina medrano mejia melendez mena mendez mendoza mercado
    meza millan miranda molina moncada montano montes montoya mora morales moran morelos moreno mota moya munoz murillo
    najera nava navarrete navarro negrete nieto noriega nunez ocampo ochoa ojeda olivares olivas olvera ontiveros ordaz
    orozco ortega ortiz osorio oseguera osuna pacheco padilla palacios palma paredes parra partida pascual patino paz
    pena peralta perez pina pineda pinto plata ponce portillo prado prieto pulido quezada quintana quintero quiroga
    quiroz ramirez ramos rangel razo renteria resendiz reyes reyna reynoso rico rincon rios rivas rivera robledo robles
    rocha rodriguez rojas roldan roman romero romo rosales rosas rubio rueda ruelas ruiz saavedra sainz salas salazar
    salcedo saldana salgado salinas sanchez sandoval santana santiago santos saucedo segura serna serrano sierra silva
    solano solis soria sosa soto suarez tamayo tapia tejeda tellez tello terrazas torres toro tovar trejo trevino
    trujillo urbina uribe valdes valdez valencia valenzuela valle vallejo varela vargas vazquez vega vela velasco
    velazquez velez vera verdugo vidal vigil villa villalobos villanueva villarreal villegas yanez zambada zamora
    zamudio zapata zaragoza zarate zavala zepeda zuniga
    """)

#: What says only how a company is constituted; letters with stops ("S.A. de C.V.") are written together here.
LEGAL_FORMS = tuple(
    tuple(form.split("_"))
    for form in sorted(
        _set("""
    sociedad_anonima_de_capital_variable sociedad_de_responsabilidad_limitada sociedad_anonima
    spr_de_rl_de_cv sprl_de_cv sapi_de_cv sa_de_cv sadecv s_de_rl_de_cv s_de_rl sc_de_rl_de_cv sc_de_rl de_cv de_rl
    open_joint_stock_company closed_joint_stock_company private_joint_stock_company public_joint_stock_company joint_stock_company limited_liability_company
    gesellschaft_mit_beschrankter_haftung aktiengesellschaft sp_zoo sp_z_oo
    sa sas sac srl spa sc scs eu inc incorporated ltd limited ltda limitada llc llp lp plc corp corporation co company
    cia compania gmbh ag kg bv nv oy ab as aps jsc ojsc pjsc ooo oao zao pao ao pte pty sarl sal fze fzco eurl sro doo
    """),
        key=lambda form: (-form.count("_"), form),
    )
)

#: Words of organisations, Spanish to English, and spellings brought together.
TRANSLATED = {
    "nueva": "new", "nuevo": "new", "generacion": "generation", "golfo": "gulf", "noreste": "northeast",
    "noroeste": "northwest", "norte": "north", "sur": "south", "este": "east", "oeste": "west", "pacifico": "pacific",
    "familia": "family", "organizacion": "organization", "organisation": "organization", "grupo": "group",
    "banco": "bank", "banca": "bank", "caballeros": "knights", "templarios": "templar", "mexicano": "mexican",
    "mexicana": "mexican", "federacion": "federation", "fiscalia": "prosecutors", "procuraduria": "prosecutors",
    "secretaria": "secretariat", "marina": "navy", "ejercito": "army", "unidos": "united", "unidas": "united",
    "internacional": "international", "comercial": "commercial", "servicios": "services", "industrias": "industries",
    "nacional": "national", "republica": "republic", "gobierno": "government", "hermanos": "brothers",
    "carteles": "cartel", "cartels": "cartel", "kartel": "cartel", "cia": "company", "centre": "center",
    "trafficking": "trafficking", "estados": "states", "embajada": "embassy", "transportes": "transport",
    "inversiones": "investments", "inversion": "investment", "jovenes": "young", "unidad": "unity",
}  # fmt: skip

#: Words that say what kind of body it is, and so tell few bodies apart.
GENERIC = _set("""
    cartel group organization organizations company trading trade international global general services service
    industries industry industrial holding holdings drug trafficking transnational criminal commercial comercializadora
    distribuidora inmobiliaria constructora transport grupo asociados consultores corporativo empresa empresas bank
    investments investment hotel restaurante restaurant gasolinera agropecuaria agricola ganadera farmacia bar federation
    government national ministry secretariat office agency department foundation center institute university shipping
    enterprise enterprises development management solutions technology technologies capital finance financial trust fund
    united states new first north south east west islamic american mexican republic army security force forces
    commercial clan gang network operadora productos promotora desarrollos importadora exportadora
    """)
