using Relevo.Gateway.Tests.Configuration;

namespace Relevo.Gateway.Tests.Commands;

public sealed class UsageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("nonsense")]
    [InlineData("config")]
    [InlineData("config check")]
    [InlineData("health --url ftp://x")]
    [InlineData("status")]
    [InlineData("deadletters retry --key k")]
    [InlineData("deadletters retry --key k --all 01JD0000000000000000000001")]
    [InlineData("deadletters retry --key k --include-unknown 01JD0000000000000000000001")]
    [InlineData("deadletters drop --key k")]
    [InlineData("deadletters show --key k short")]
    [InlineData("deadletters list --key k --limit 0")]
    [InlineData("deadletters list --key k --limit ten")]
    [InlineData("deadletters list --key k --after short")]
    [InlineData("numbers")]
    [InlineData("numbers list")]
    [InlineData("numbers drain --key k")]
    [InlineData("numbers weight main --key k")]
    [InlineData("numbers weight main 1001 --key k")]
    [InlineData("numbers weight main -- -1")]
    [InlineData("numbers weight main heavy --key k")]
    [InlineData("activate-backup main --key k")]
    [InlineData("emergency --key k")]
    [InlineData("scale-up --key k -- -1")]
    [InlineData("scale-up 100001 --key k")]
    [InlineData("scale-up many --key k")]
    [InlineData("restart-services a b --key k")]
    [InlineData("notify loud hello --key k")]
    [InlineData("notify critical --key k")]
    [InlineData("notify critical \u00a0 --key k")]
    [InlineData("incidents")]
    [InlineData("incidents show --key k")]
    [InlineData("incidents mark 1 done --key k")]
    [InlineData("incidents list --limit 501 --key k")]
    [InlineData("incidents list")]
    [InlineData("playbooks")]
    [InlineData("contacts")]
    [InlineData("levels --limit ten --key k")]
    public async Task WrongUsage_Exits2WithASentence(string arguments)
    {
        var (code, output, error) = await GatewayProcess.RunAsync(arguments.Split(' '));
        Assert.Equal((2, ""), (code, output));
        Assert.NotEqual("", error.Trim());
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run --help")]
    [InlineData("config check --help")]
    [InlineData("config docs --help")]
    [InlineData("status --help")]
    [InlineData("health --help")]
    [InlineData("deadletters retry --help")]
    [InlineData("numbers --help")]
    [InlineData("numbers weight --help")]
    [InlineData("activate-backup --help")]
    [InlineData("emergency --help")]
    [InlineData("scale-up --help")]
    [InlineData("restart-services --help")]
    [InlineData("notify --help")]
    [InlineData("incidents --help")]
    [InlineData("incidents report --help")]
    [InlineData("contacts --help")]
    [InlineData("playbooks show --help")]
    [InlineData("levels --help")]
    public async Task Help_Exits0(string arguments)
    {
        var (code, output, error) = await GatewayProcess.RunAsync(arguments.Split(' '));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status --key k")]
    [InlineData("health")]
    [InlineData("deadletters list --key k")]
    [InlineData("deadletters retry --all --key k")]
    [InlineData("numbers list --key k")]
    [InlineData("numbers weight main 0 --key k")]
    [InlineData("activate-backup --off --key k")]
    [InlineData("emergency --yes --key k")]
    [InlineData("scale-up 5 --key k")]
    [InlineData("restart-services --key k")]
    [InlineData("incidents report 1 --key k")]
    [InlineData("contacts --key k")]
    public async Task NoGateway_Exits1AndNamesTheAddress(string arguments)
    {
        var (code, _, error) = await GatewayProcess.RunAsync([.. arguments.Split(' '), "--url", "http://127.0.0.1:9"]);
        Assert.Equal(1, code);
        Assert.Contains("No gateway answers at http://127.0.0.1:9", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WrongSettings_Exits2WithAllErrors()
    {
        var (code, output, error) = await GatewayProcess.RunAsync("run", "--config", _folder.Write(Samples.Small(weight: -1, more: ", \"Nope\": 1")));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("Numbers:main:Weight", error, StringComparison.Ordinal);
        Assert.Contains("Nope", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoFileNamedAndNoneThere_SaysWhatToDo()
    {
        Assert.False(File.Exists(Path.Combine(AppContext.BaseDirectory, "appsettings.json")));
        var (code, _, error) = await GatewayProcess.RunAsync();
        Assert.Equal(2, code);
        Assert.Contains("--config FILE", error, StringComparison.Ordinal);
    }
}
