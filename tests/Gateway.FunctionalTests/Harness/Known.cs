namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>The values that every test's settings share.</summary>
internal static class Known
{
    public const string Number = "main";
    public const string Phone = "+15550009001";
    public const string PhoneNumberId = "100000000000001";
    public const string Secret = "app-secret-of-the-tests";
    public const string OtherNumber = "second";
    public const string OtherPhone = "+15550009002";
    public const string OtherPhoneNumberId = "100000000000002";
    public const string OtherSecret = "another-app-secret";
    public const string VerifyToken = "hub-token-of-the-tests";
    public const string AdminKey = "admin-key-of-the-tests";
    public const string ReadKey = "read-key-of-the-tests";
    public const string SendKey = "send-key-of-the-tests";
    public const string WebhookPath = "/webhooks/meta/main";
    public const string ApplicationSecret = "whsec_dGhlLXNlY3JldC1vZi10aGUtdGVzdC1hcHBsaWNhdGlvbg==";
    public const string NextApplicationSecret = "whsec_dGhlLW5leHQtc2VjcmV0LW9mLXRoZS1hcHBsaWNhdGlvbg==";
}
