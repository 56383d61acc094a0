import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.HousesApi;
import org.openapitools.client.api.OrganisationsApi;
import org.openapitools.client.api.RepresentativesApi;
import org.openapitools.client.api.WebhooksApi;
import org.openapitools.client.model.HouseShown;
import org.openapitools.client.model.OrganisationAskedRequest;
import org.openapitools.client.model.OrganisationKind;
import org.openapitools.client.model.RepresentativeShown;

/** What an integrator writes in Java. Run with PORTAL, TOKEN, HOUSE, PERSON. */
public final class Integrator {
    public static void main(String[] none) throws ApiException {
        String token = System.getenv("TOKEN");
        ApiClient client = new ApiClient();
        client.updateBaseUri(System.getenv("PORTAL"));
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));

        HouseShown house = new HousesApi(client)
            .housesRetrieve(Long.valueOf(System.getenv("HOUSE")), null, null, null);
        RepresentativeShown person = new RepresentativesApi(client)
            .representativesRetrieve(Long.valueOf(System.getenv("PERSON")), null, null);
        OrganisationAskedRequest company = new OrganisationAskedRequest()
            .region("71").kind(OrganisationKind.UK).name("ООО «УК»").inn("5503249259");
        int refused = 0;
        try {
            new OrganisationsApi(client).organisationsCreate(company, null);
        } catch (ApiException answer) {
            refused = answer.getCode();
        }
        int addresses = new WebhooksApi(client).webhooksList(null, null, null, null, null).getResults().size();
        System.out.println(String.join(
            " ", house.getFiasGuid().toString(), String.valueOf(person.getMessengerId()),
            String.valueOf(refused), String.valueOf(addresses)));
    }
}
