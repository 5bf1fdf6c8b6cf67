using System.Globalization;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>The data directory: who holds it, and which files are in it.</summary>
internal sealed class StoreFolder : IDisposable
{
    private const string DayFormat = "yyyy-MM-dd";
    private readonly string _path;
    private readonly FileStream _lock;

    private StoreFolder(string path, FileStream hold)
    {
        _path = path;
        _lock = hold;
    }

    public string MainPath => Path.Combine(_path, "gateway.db");

    private string DaysPath => Path.Combine(_path, "days");

    /// <summary>Takes the directory for this process.</summary>
    public static StoreFolder Take(string path)
    {
        var file = Path.Combine(path, "lock");
        try
        {
            Directory.CreateDirectory(Path.Combine(path, "days"));
            var hold = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            return new StoreFolder(path, hold);
        }
        catch (IOException error) when (File.Exists(file))
        {
            throw new StoreException($"The data directory {path} is in use by another gateway. Stop that one, or give this one another Gateway.DataDirectory.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The data directory {path} cannot be written: {error.Message} Create it for this user, or set Gateway.DataDirectory.", error);
        }
    }

    public string DayPath(DateOnly day) => Path.Combine(DaysPath, day.ToString(DayFormat, CultureInfo.InvariantCulture) + ".db");

    /// <summary>Days that have a file, oldest first.</summary>
    public IEnumerable<DateOnly> Days() =>
        Directory.EnumerateFiles(DaysPath, "*.db")
            .Select(file => DateOnly.TryParseExact(Path.GetFileNameWithoutExtension(file), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : default)
            .Where(day => day != default)
            .Order();

    public void Delete(DateOnly day)
    {
        foreach (var suffix in new[] { "-wal", "-shm", "" })
        {
            File.Delete(DayPath(day) + suffix);
        }
    }

    /// <summary>Bytes that may still be written.</summary>
    public long FreeBytes() => new DriveInfo(_path).AvailableFreeSpace;

    public void Dispose() => _lock.Dispose();
}
