using System.Security.Cryptography;

namespace Relevo.Gateway.Configuration.Loading;

/// <summary>Reads the settings file as bytes, with bounds.</summary>
internal static class SettingsFile
{
    /// <summary>A file beyond this is not a settings file: 10,000 numbers need about 3 MB.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Never throws: what cannot be read is said in the reading.</summary>
    public static SettingsFileReading Read(string path)
    {
        try
        {
            return ReadBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new SettingsFileReading(null, $"there is no file {path}", "missing");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            var cause = Directory.Exists(path) ? "it is a folder" : exception.Message;
            return new SettingsFileReading(null, $"the file {path} cannot be read: {cause}", "unreadable: " + cause);
        }
    }

    private static SettingsFileReading ReadBytes(string path)
    {
        // Whoever writes the file must not be kept from it by us.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.CanSeek && file.Length > MaxBytes)
        {
            return TooLarge(path, file.Length);
        }

        var buffer = new byte[file.CanSeek ? Math.Min(file.Length, MaxBytes) + 1 : MaxBytes + 1];
        var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (read > MaxBytes)
        {
            return TooLarge(path, read);
        }

        var content = buffer.AsMemory(0, read);
        return new SettingsFileReading(content, null, Convert.ToHexString(SHA256.HashData(content.Span)));
    }

    private static SettingsFileReading TooLarge(string path, long bytes) =>
        new(null, $"the file {path} is larger than {MaxBytes / 1024 / 1024} MB", "too large: " + bytes);
}
