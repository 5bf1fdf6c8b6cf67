using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Relevo.Resilience.Tests.Notifications.Mail;

/// <summary>A real SMTP server (Debian's python3-aiosmtpd) on a free port of loopback, with a certificate of its own.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    public const string User = "gateway";
    public const string Password = "pa ssñ";
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;
    private readonly string _folder;

    private SmtpServer(Process process, string folder, int port, string pin)
    {
        (_process, _folder, Port, Pin) = (process, folder, port, pin);
    }

    /// <summary>Why it cannot be used here, or null.</summary>
    public static string? WhyNot { get; } = !File.Exists(Python) || !HasLibrary() ? "python3-aiosmtpd is not installed" : null;

    public int Port { get; }

    /// <summary>SHA-256 of its certificate.</summary>
    public string Pin { get; }

    /// <summary>The mails it took.</summary>
    public IReadOnlyList<ReceivedMail> Mails =>
        [.. Directory.EnumerateFiles(Path.Combine(_folder, "mails"), "*.json").Order(StringComparer.Ordinal).Select(file => JsonSerializer.Deserialize<ReceivedMail>(File.ReadAllText(file), JsonSerializerOptions.Web)!)];

    public static async Task<SmtpServer> StartAsync(string mode, DateTimeOffset now)
    {
        var folder = Directory.CreateTempSubdirectory("relevo-smtp-").FullName;
        var pin = WriteCertificate(folder, now);
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "Notifications/Mail/smtp_server.py"), folder, mode])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The SMTP server did not start.");
        var port = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return new SmtpServer(process, folder, int.Parse(port ?? throw new InvalidOperationException("The SMTP server ended at its start."), System.Globalization.CultureInfo.InvariantCulture), pin);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool HasLibrary()
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import aiosmtpd"]) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static string WriteCertificate(string folder, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=smtp.test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(now.AddYears(-10), now.AddYears(10));
        File.WriteAllText(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }
}
